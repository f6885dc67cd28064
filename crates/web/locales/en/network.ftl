# The network: members, witnesses, who has seen what.

list-network = Members and witnesses of the network
    .done = Members and witnesses viewed
view-message = Who has seen this message
    .done = Viewed who has seen a message
export-log = Get hashes of the journal
    .done = Hashes of the journal taken
offer-checkpoint = Show the journal's checkpoint to witnesses
    .done = Checkpoint shown to witnesses
cosign-checkpoint = Countersign another node's checkpoint
    .done = Looked at another node's checkpoint
take-cosignature = Take a witness's answer
    .done = Answer of a witness taken
refused-not-a-cosignature = This is no countersignature that can be used.

network = Members and witnesses
network-lead = Version { $version } of the directory, valid until { $until }. It says who belongs to the network, with which keys.
network-members = Members
network-member = Organisation
network-way = On its way from us
network-takes = Takes
network-takes-all = Every kind of message
network-state-here = On this node
network-state-active = Active
network-state-suspended = Suspended
network-state-withdrawn = Left the network
network-state-revoked = Not to be trusted any more
network-nothing-waits = Nothing waits
network-waits = Messages waiting: { $count }, the oldest since { $since }
network-comes = It comes for its messages by itself.
network-heard = Last heard of { $at }
network-not-heard = Nothing heard yet
network-witnesses = Who watches over this node's journal
network-witnesses-lead = Other members countersign the head of the journal. Whoever rewrote it later would be found out.
network-no-witness = Nobody countersigns
network-no-witness-next = The directory names no witness on another node. Ask the operators of the network for at least two.
network-cosigned = Countersigned { $at }
network-not-cosigned = Not countersigned yet
network-journal = { $size } entries; countersigned by at least { $needed } witnesses: { $cosigned } of them.
network-witness-signed = Saw { $size } entries, last on { $at }
network-witness-silent = Has not answered yet
network-witness-refused = Did not sign. Ask the operator of that node whether it knows this node's key.
network-witness-ahead = Saw more entries than there are here
network-ahead = { $who } has seen more entries of this journal than there are here. If this node was restored from an older backup, tell the members; if not, inform the protection lead and keep the database as evidence.
network-split = On { $at } the journal of { $origin } showed two different pasts. Keep the evidence, take the hashes of the journal below and inform the operators of the network.
network-rewritten = On { $at } the journal of { $origin } no longer continued what was seen before. Take the hashes of the journal below and inform the operators of the network.
network-seen = Journals of others that this node watches over
network-seen-row = { $size } entries, last seen { $at }
network-guardians = Holders of the matching keys
network-versions = Versions of the directory
network-versions-lead = A new version needs the signatures of several operators. Whoever is suspended or revoked in it can neither send nor receive from then on.
network-version-row = Taken over { $adopted }, valid until { $until }

message-lead = What a recipient signed can be proven to anybody. "Entered in its journal" means that other members have countersigned it as well.
message-nothing-said = Nothing signed by this recipient has come yet.
message-delivered = Arrived
message-retrieved = Opened by a person
message-decided = Carried out
message-rejected = Refused
message-other = Another statement
message-signed = Signed { $at }
message-proven = Signed { $at }; entered in its journal as number { $entry }, countersigned by other members

# Cases that come from other nodes for good.

unit-parts = { $n ->
    [one] 1 part
   *[other] { $n } parts
}
    .short = parts
kind-incoming-transfer = Incoming case transfer
    .plural = Incoming case transfers
incoming-transfer-from_member = Offered by
incoming-transfer-respond_by = Answer expected by
incoming-transfer-reason = Why the case is to pass to us
incoming-transfer-child_ref = The sender's alias for the child
incoming-transfer-age_band = Age group
incoming-transfer-sex = Sex
incoming-transfer-region = Region
incoming-transfer-risk_level = Risk level
incoming-transfer-consent_basis = Basis for sharing
incoming-transfer-consent_until = Consent valid until
incoming-transfer-parts = What comes along
incoming-transfer-answer_note = Note with the answer
incoming-transfer-rejected_reason = Reason for declining
incoming-transfer-left_out = Parts that had no room; ask the sender for them
incoming-transfer-child_case = The case here
view-incoming-transfer = View incoming case transfer
    .done = Incoming case transfer viewed
list-incoming-transfer = List incoming case transfers
    .done = Incoming case transfers listed
assign-incoming-transfer = Assign incoming case transfer to another post
    .done = Incoming case transfer assigned
accept-incoming-transfer = Take the case over
    .done = Yes said; you answer for the child as soon as the case has arrived
reject-incoming-transfer = Decline the case
    .done = Case declined; the answer goes to the sender
told-incoming-transfer = Another organisation offers you a case for good
told-incoming-transfer-came = A case that you took over has arrived: look for duplicates and meet the child
told-incoming-transfer-revoked = An offered case was taken back by its sender
told-transfer-said-yes = The receiver said yes; you answer for the case until it has arrived there
refused-case-under-way = The receiver said yes and the case is on its way. Call the receiver.

send-list = Send a list to the data centre of another organisation
    .done = List sent
told-list-came = A list of another organisation has arrived: check it
refused-list-does-not-fit = The list cannot travel: a cell is longer than 64 characters, a row has too many columns, or an encoding is too long.
