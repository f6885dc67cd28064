//! Lengths and areas on a sphere with the radius ODK uses.

use super::super::value::Value;
use super::{Answer, Call};

/// Mean equatorial radius in metres.
const RADIUS: f64 = 6_378_100.0;

pub(super) fn call(call: &Call<'_>) -> Answer {
    if call.name == "geofence" {
        return Ok(Some(Value::Truth(inside(&call.text(0)?, &call.text(1)?))));
    }
    let text = match call.name {
        "area" | "enclosed-area" | "distance" => call.texts_from(0)?.join(";"),
        _ => return Ok(None),
    };
    let points = points(&text);
    let size = if call.name == "distance" { length(&points) } else { area(&points) };
    // To the centimetre: what lies beyond is the sphere's own error.
    Ok(Some(Value::Number((size * 100.0).round() / 100.0)))
}

/// Whether a point lies within a closed line, on a plane of degrees: how often a way from the point to the east crosses it.
fn inside(point: &str, shape: &str) -> bool {
    let (point, border) = (points(point), points(shape));
    let (Some((north, east)), Some(first)) = (point.first().copied(), border.first()) else { return false };
    if border.len() < 3 || border.last() != Some(first) {
        return false;
    }
    let crossings = border.iter().zip(border.iter().skip(1)).filter(|(from, to)| {
        let between = (to.0 > north) != (from.0 > north);
        between && east < (from.1 - to.1) * (north - to.0) / (from.0 - to.0) + to.1
    });
    crossings.count() % 2 == 1
}

/// Points `latitude longitude [altitude accuracy]`, parted by semicolons, in radians; what is none is left out.
fn points(text: &str) -> Vec<(f64, f64)> {
    let point = |text: &str| {
        let mut parts = text.split_whitespace();
        let latitude: f64 = parts.next()?.parse().ok()?;
        let longitude: f64 = parts.next()?.parse().ok()?;
        let on_earth = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        on_earth.then(|| (latitude.to_radians(), longitude.to_radians()))
    };
    text.split(';').filter_map(point).collect()
}

fn length(points: &[(f64, f64)]) -> f64 {
    points.iter().zip(points.iter().skip(1)).map(|(from, to)| apart(*from, *to)).sum()
}

/// Great-circle distance by the haversine.
fn apart(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (north, east) = ((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
    let square = north.sin().powi(2) + from.0.cos() * to.0.cos() * east.sin().powi(2);
    2.0 * RADIUS * square.sqrt().min(1.0).asin()
}

/// Area of a polygon on the sphere by the sum of its trapezoids against the pole.
fn area(points: &[(f64, f64)]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    let next = points.iter().skip(1).chain(points.first());
    let sum: f64 =
        points.iter().zip(next).map(|(from, to)| (to.1 - from.1) * (2.0 + from.0.sin() + to.0.sin())).sum();
    (sum * RADIUS * RADIUS / 2.0).abs()
}
