//! Masking of names for lists and for the public copy: a person's name keeps the surname, an organisation's name stays whole.
//!
//! What this is not: a search for personal data inside free text; that belongs to `zhiheng_masking`.

pub use zhiheng_masking::person;

/// The public form of a party's name. `kind` is the fact `party_kind`; anything that is not an organisation is masked.
pub fn party(name: &str, kind: &str) -> String {
    match kind {
        "法人" | "其他组织" | "法人及非法人组织" | "单位" | "非法人组织" => {
            name.to_owned()
        }
        _ => person(name),
    }
}

/// Replaces every occurrence of a name in a text by its public form.
pub fn within(text: &str, name: &str, kind: &str) -> String {
    if name.chars().count() < 2 { text.to_owned() } else { text.replace(name, &party(name, kind)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_the_surname_and_a_company_keeps_its_name() {
        assert_eq!(party("张小明", "自然人"), "张某");
        assert_eq!(party("欧阳静", "自然人"), "欧阳某");
        assert_eq!(party("某某餐饮有限公司", "法人"), "某某餐饮有限公司");
        assert_eq!(party("李四", ""), "李某", "an unknown kind is masked");
    }

    #[test]
    fn a_name_inside_a_text_is_masked_wherever_it_stands() {
        assert_eq!(
            within("张小明于三月一日,张小明承认", "张小明", "自然人"),
            "张某于三月一日,张某承认"
        );
    }
}
