//! Reading numbers, colours and resources out of dictionaries.

use lopdf::{Dictionary, Document, Object, Stream};

use super::geometry::{Area, Matrix};

/// The entry of a resource and what it leads to.
pub(super) fn named<'a>(
    document: &'a Document,
    resources: &[&'a Dictionary],
    kind: &[u8],
    operands: &[Object],
) -> Option<(&'a Object, &'a Object)> {
    let name = operands.first()?.as_name().ok()?;
    let entry = resources
        .iter()
        .find_map(|own| own.get_deref(kind, document).ok()?.as_dict().ok()?.get(name).ok())?;
    let (_, object) = document.dereference(entry).ok()?;
    Some((entry, object))
}

/// Whether a colour is that of paper: near white in grey or red-green-blue, no ink in four colours.
pub(super) fn white(operands: &[Object]) -> bool {
    let parts: Vec<f32> = operands.iter().filter_map(|one| one.as_float().ok()).collect();
    match parts.len() {
        1 | 3 => parts.iter().all(|part| *part >= 0.95),
        4 => parts.iter().all(|part| *part <= 0.05),
        _ => false,
    }
}

/// The six numbers of a transformation.
pub(super) fn six(operands: &[Object]) -> Matrix {
    let mut matrix = Matrix::UNIT;
    for (place, one) in matrix.0.iter_mut().zip(operands) {
        *place = one.as_float().unwrap_or(0.0);
    }
    matrix
}

/// Numbers of an array in a dictionary.
pub(super) fn numbers(dict: &Dictionary, key: &[u8]) -> Option<Vec<f32>> {
    let all = dict.get(key).and_then(Object::as_array).ok()?;
    Some(all.iter().filter_map(|one| one.as_float().ok()).collect())
}

/// The box of four sides under a transformation.
pub(super) fn boxed(sides: &[f32], matrix: Matrix) -> Option<Area> {
    let &[x, y, right, top] = sides else { return None };
    Area::around(&[matrix.at(x, y), matrix.at(right, y), matrix.at(x, top), matrix.at(right, top)])
}

/// The matrix of a form.
pub(super) fn form_matrix(stream: &Stream) -> Matrix {
    numbers(&stream.dict, b"Matrix").map_or(Matrix::UNIT, |given| {
        let mut matrix = Matrix::UNIT;
        for (place, one) in matrix.0.iter_mut().zip(given) {
            *place = one;
        }
        matrix
    })
}
