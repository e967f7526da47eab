//! What people of a newsroom call themselves, in the languages of the lexicon.

/// Titles before a name.
const TITLES: &[&str] = &["Dr ", "Dr. ", "Prof ", "Prof. ", "Professor ", "Sir ", "Dame ", "Rev ", "Rev. ", "Mr ", "Mrs ", "Ms "];

/// Beginnings of words for posts at an outlet, in lower case.
const ROLES: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "columnist",
    "critic",
    "staff",
    "writer",
    "journalist",
    "producer",
    "bureau",
    "contributor",
    "anchor",
    "newsroom",
    "redakt",
    "korrespondent",
    "autor",
    "volontär",
    "reporterin",
    "journaliste",
    "correspondant",
    "rédact",
    "envoyé",
    "chroniqueu",
    "redactor",
    "corresponsal",
    "periodista",
    "enviad",
    "cronista",
    "repórter",
    "correspondente",
    "jornalista",
    "enviado",
    "colunista",
    "giornalista",
    "corrispondente",
    "inviat",
    "redattor",
    "verslaggever",
    "redacteur",
    "journalist",
    "muhabir",
    "yazar",
    "editör",
    "корреспондент",
    "обозреватель",
    "редактор",
    "журналист",
    "репортёр",
    "репортер",
    "кореспондент",
    "dziennikarz",
    "korespondent",
    "redaktor",
    "toimittaja",
    "kirjeenvaihtaja",
    "संवाददाता",
    "रिपोर्टर",
    "पत्रकार",
    "ब्यूरो",
    "مراسل",
    "محرر",
    "كاتب",
    "صحفي",
    "خبرنگار",
];

/// Words of scripts without spaces.
const UNSPACED: &[&str] = &["記者", "记者", "编辑", "編集部", "特派員", "论说委员", "論説委員", "通讯员", "기자", "특파원"];

/// A post is told in this many words at most.
const MAX_WORDS: usize = 9;

/// A name without the title before it.
pub fn without_title(name: &str) -> &str {
    // Most names begin with another letter than every title (a test looks).
    let may_be = matches!(name.as_bytes().first(), Some(b'D' | b'P' | b'S' | b'R' | b'M'));
    if may_be { TITLES.iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name) } else { name }
}

/// Whether a few words tell a post: "banking editor", "Critic at large", "Enviado especial. Peñarrubia".
pub fn is_role(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().count() <= MAX_WORDS && words().any(begins_role)
}

fn begins_role(word: &str) -> bool {
    if word.is_ascii() {
        return ROLES.iter().any(|role| word.get(..role.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(role)));
    }
    let lower = word.to_lowercase();
    ROLES.iter().any(|role| lower.starts_with(role))
}

/// Whether a short line in a script without spaces names a post: "潮見経済 編集部記者".
pub fn is_unspaced_role(line: &str) -> bool {
    !line.is_ascii() && line.chars().count() <= 30 && UNSPACED.iter().any(|role| line.trim_end().ends_with(role) || line.starts_with(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_are_known_and_other_words_are_not() {
        assert!(is_role("Health and schools reporter") && is_role("Enviado especial. Peñarrubia") && is_role("संवाददाता, देवगढ़"));
        assert!(!is_role("University of Orrin") && !is_role("fog in the sound"));
        assert!(is_unspaced_role("成瀬 透 : 潮見経済 編集部記者") && !is_unspaced_role("記事を保存"));
        assert_eq!(without_title("Dr Jane Roe"), "Jane Roe");
        assert!(TITLES.iter().all(|title| without_title(&format!("{title}Jo")) == "Jo"));
        assert!(UNSPACED.iter().all(|role| !role.is_ascii()));
    }
}
