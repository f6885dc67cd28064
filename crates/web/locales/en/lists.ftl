# Lists that go to the data centre of another organisation.

list-sent-lists = Lists sent
    .done = Lists sent viewed
lists-sent = Lists sent
lists-sent-lead = Lists that your organisation sent to the data centre of another one. “Taken into account” is written only when the receiver signs it.
lists-new = Send a list
lists-new-lead = The list travels sealed to one organisation. As encodings, names and numbers never leave this node.
lists-none = No list has been sent.
lists-none-next = Prepare a CSV or XLSX file, then choose Send a list.
lists-nobody = No organisation on another node takes lists yet. Ask the operators of the network to check the directory.
lists-what = What is counted
lists-rows = Rows
lists-encoded = as encodings
lists-plain = with names
lists-lost = A part did not arrive; see the messages that were not delivered
lists-taken = Taken into account { $at }
lists-under-way = { $signed } of { $parts } parts signed for by the receiver
lists-to = Data centre
lists-entity = What is counted
lists-from = First day of the period
lists-until = Last day of the period
lists-way = How it is sent
lists-way-encoded = As encodings only: the receiver can count how many children there are, and no more
lists-way-facts = As encodings, with day, region, form, sex and year of birth to be read
lists-way-plain = With names, if the receiver has a right to know them
lists-secret = Secret that the agencies share
    .hint = At least 32 characters, the same at all agencies that send, never given to the data centre. Only for encodings; it is not kept.
lists-schema = Encoding schema
    .hint = Leave it empty for the built-in schema, or paste the clkhash linkage schema (version 3) that was agreed on.
lists-file-hint = CSV or XLSX with one row for each child, or a file that the command encode wrote. At most 8 MB.
lists-send = Send the list
lists-bad-schema = The encoding schema cannot be read. Paste a clkhash linkage schema of version 3, or leave it empty.
lists-short-secret = The secret is shorter than 32 characters. Use the one that the agencies agreed on.
refused-lists-not-alike = The accepted lists cannot be linked together: some have names and some are encodings, or their encodings were made with different secrets. Withdraw those that differ, or ask the agencies to send in one way.

# Services of organisations on other nodes.

list-shared-services = Services of organisations on other nodes
    .done = Services of organisations on other nodes viewed
shared-services = From organisations on other nodes
shared-lead = By their own word. A place that is kept secret is never shared.
shared-source = Says { $who }
shared-assured = assured { $day }
