# Figures beyond the first ones, children who said no to statistics, and a reminder.
indicators-kept-out =
    { $n ->
        [0] No child is left out over statistics.
        [one] { $n } child is in no figure about children: the child or the guardian said no to statistics.
       *[other] { $n } children are in no figure about children: they or their guardians said no to statistics.
    }
indicators-behind = of { $n } known
figure-services-by-sex = Children served by sex
figure-services-by-age = Children served by age at their first service
figure-safety-plans = Safety plans that are complete where one is needed
figure-action-plans = Case plans that are complete, from the first contact on
figure-approved-plans = Case plans that a supervisor approved
figure-satisfaction = Satisfaction of children or carers (at least three of five questions answered; satisfied when half or more are the fourth or fifth face)
figure-wellbeing = Wellbeing that improved (by three points or more)
figure-less-impacted = Less impacted than at first
figure-average-referrals = Referrals for children who have a plan
figure-referral-success = What became of referrals
figure-consent-health = What sharing outside the organisation rests on
figure-legal-path = The way of the law for children reported to the police
figure-attention-gap = Pace of matters by attention of the media
counts-referrals = Counted by referral
line-age-0-11 = 0–11 years
line-age-12-17 = 12–17 years
line-age-18 = 18 years or more
line-complete = Complete
line-satisfied = Satisfied
line-incomplete = Too few answers to tell
line-improved = Improved
line-lighter = Less impacted
line-referrals = Referrals
line-with-plan = Children with a case plan
line-median-referrals = Median referrals for each child
line-delivered-of-offered = Service delivered, of those offered
line-delivered-of-accepted = Service delivered, of those accepted
line-median-answer = Median days until answered
line-told = Reported
line-investigated = Investigated
line-prosecuted = Prosecuted
line-tried = Tried
line-judged = Judged
line-executed = Sentence carried out
line-ordered = Restitution ordered
line-paid = Restitution paid
line-seen = Children whose matter the media mention
line-unseen = Children whose matter no medium mentions
line-median-seen = Median days for each stage, mentioned
line-median-unseen = Median days for each stage, not mentioned
line-steps-seen = Steps in 100 months of matters, mentioned
line-steps-unseen = Steps in 100 months of matters, not mentioned
told-vetting-due = The vetting of a carer or institution is due
refused-not-corrected = Nothing has been corrected since the decision. Mend the record on the page of the person or the case first, then record it here.
