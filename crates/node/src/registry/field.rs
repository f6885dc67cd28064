//! Acts of field work: forms, devices, submissions.

use model::Id;

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::field::{
        CarryCase, EndDevice, EndGateway, KeepQueued, ListDevices, ListForms, ListGateways, ListSubmissions,
        ListVisits, OfferForm, OpenDevice, OpenGateway, PublishForm, ReceiveSubmission, ReviewSubmission,
        SettleSubmission, ViewCoverage, ViewForm,
    };
    let nobody = Id::from_u128(0);
    let publish = PublishForm { sheets: forms::sheets::Workbook::default(), mapping: String::new() };
    let source = crate::acts::intake::Source(Vec::new());
    let message = crate::acts::intake::FileMessage { organisation: nobody, text: String::new(), source };
    let offer = OfferForm { form_id: String::new(), offered: true, posts: Vec::new() };
    vec![
        info("view-coverage", "community", ViewCoverage { months: 6 }, |m| m.now),
        info("open-gateway", "gateway", OpenGateway, |m| m.now),
        info("end-gateway", "gateway", EndGateway { gateway: nobody }, |m| m.now),
        info("list-gateways", "gateway", ListGateways, |m| m.now),
        info("file-message", "report", message, |m| m.into()),
        info("publish-form", "form", publish, |m| m.now),
        info("offer-form", "form", offer, |m| m.now),
        info("list-forms", "form", ListForms, |m| m.now),
        info("view-form", "form", ViewForm { form_id: String::new() }, |m| m.now),
        info("open-device", "device", OpenDevice { post: None, names: false }, |m| m.now),
        info("end-device", "device", EndDevice { device: nobody }, |m| m.into()),
        info("list-devices", "device", ListDevices, |m| m.now),
        info("carry-case", "case", CarryCase { case: nobody, device: nobody }, |m| m.into()),
        info("keep-queued", "field-submission", KeepQueued::sample(), |m| m.into()),
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
