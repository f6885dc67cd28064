//! Acts of field work: forms, devices, submissions.

use model::Id;

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::field::{
        EndDevice, ListDevices, ListForms, ListSubmissions, ListVisits, OfferForm, OpenDevice, PublishForm,
        ReceiveSubmission, ReviewSubmission, SettleSubmission, ViewForm,
    };
    let nobody = Id::from_u128(0);
    let publish = PublishForm { sheets: forms::sheets::Workbook::default(), mapping: String::new() };
    let offer = OfferForm { form_id: String::new(), offered: true, posts: Vec::new() };
    vec![
        info("publish-form", "form", publish, |m| m.now),
        info("offer-form", "form", offer, |m| m.now),
        info("list-forms", "form", ListForms, |m| m.now),
        info("view-form", "form", ViewForm { form_id: String::new() }, |m| m.now),
        info("open-device", "device", OpenDevice { post: None, names: false }, |m| m.now),
        info("end-device", "device", EndDevice { device: nobody }, |m| m.into()),
        info("list-devices", "device", ListDevices, |m| m.now),
        info("list-visits", "device", ListVisits::sample(), |m| m.into()),
        info("list-submissions", "field-submission", ListSubmissions, |m| m.now),
        info("receive-submission", "field-submission", ReceiveSubmission::sample(), |m| m.into()),
        info("settle-submission", "field-submission", SettleSubmission::sample(), |m| m.into()),
        info(
            "review-submission",
            "field-submission",
            ReviewSubmission { submission: nobody, case: None },
            Clone::clone,
        ),
    ]
}
