view-money = Money for programmes
    .done = Money viewed
import-iati = Import an IATI file
    .done = IATI file imported
import-organisations = Import an IATI organisation file
    .done = IATI organisation file imported
export-organisations = Download an IATI organisation file
    .done = IATI organisation file written
export-own-organisation = Download your own IATI organisation file
    .done = Own organisation file downloaded
view-organisations = Budgets of organisations
    .done = Budgets of organisations viewed
export-iati = IATI file
    .done = IATI file written
money-lead = Each layer is summed by itself: the same money is pledged, allocated, disbursed and then spent.
money-pledged = Pledged
money-allocated = Allocated
money-expected = Expected
money-received = Received
money-committed = Committed
money-disbursed = Disbursed
money-spent = Spent
money-layers = Money by layer
    .lead = Other currencies stand apart as long as there is no rate of their day.
money-all = All programmes
money-flows = Who pays whom
    .lead = One layer at a time; corrections are taken off.
    .none = There is no entry in rupiah in this layer yet.
money-flow-caption = { $layer }, in rupiah
money-unknown = not named
money-others = others
money-from = From
money-to = To
money-amount = Amount
money-entries = Entries
money-lost = Disbursed but nowhere recorded as received
    .lead = Ask the receiver, or record that it arrived.
    .none = All that was disbursed to programmes here is recorded as received.
money-empty = There is no programme yet.
    .next = Record a programme, or import an IATI file.
money-cut = Only the first 200 programmes are counted. Open the list of programmes for the others.
iati-lead = Activities of an IATI 2.03 file become programmes with their budgets and transactions. What has no field here is kept and goes out again.
iati-export-lead = This programme as an IATI 2.03 activity file.
iati-invalid = This is no valid IATI 2.03 file. Nothing was kept. Correct what follows and send it again.
iati-not-written = The file cannot be written yet. Complete or correct this programme and try again.
iati-findings = What must be corrected
    .lead = The words of the rules are those of the IATI Standard.
iati-place = Line { $line }: { $place }
iati-number = Activity { $number }
iati-kept = Kept
iati-looked = Only looked through
iati-nothing-kept = Nothing was kept, because something in it cannot be used.
iati-may-take = This file can be taken in. Send it again with the box ticked to keep it.
iati-file = File
    .hint = XML, 8 MB at most. A file with a picture or an attachment is refused.
iati-take = Keep it, do not only look
iati-send = Send the file
refused-too-many-activities = This file has too many activities. Split it into files of at most 500 activities.
iati-created = { $n ->
    [one] { $n } programme made
   *[other] { $n } programmes made
  }
iati-would-create = { $n ->
    [one] { $n } programme would be made
   *[other] { $n } programmes would be made
  }
iati-updated = { $n } brought up to date
iati-known = { $n ->
    [one] { $n } is here already
   *[other] { $n } are here already
  }
org-lead = What each organisation may spend and has spent, by its IATI organisation file. Budgets and spending are not added together.
org-own-hint = Your own file is written from the programmes that you opened here: budgets in all, by implementing organisation and for Indonesia with its provinces, spending year by year, and programme pages as links.
org-empty = There is no organisation file yet.
    .next = Send an IATI 2.03 organisation file (iati-organisations) on the import page.
org-no-years = The file of this organisation has no yearly sums.
org-indicated = Indicative budget
org-committed = Committed budget
org-spent = Spent
org-came = Newest file: { $day }
org-created = { $n ->
    [one] { $n } organisation kept
   *[other] { $n } organisations kept
}
org-would-create = { $n ->
    [one] { $n } organisation would be kept
   *[other] { $n } organisations would be kept
}
org-updated = { $n } updated
org-known = { $n } already here
refused-no-organisations = There is no organisation file to write yet. Import an IATI organisation file first.
refused-no-own-books = There is nothing to write yet: no programme opened here names the IATI identifier of its reporting organisation. Fill it in, then download the file again.
refused-own-books-without-reporter = A programme with budget lines or transactions does not name the IATI identifier of its reporting organisation. Fill it in, so that the file lacks nothing.
