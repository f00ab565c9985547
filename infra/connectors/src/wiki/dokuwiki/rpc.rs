//! XML-RPC: a call, its answer, and what a fault means.

use crate::http;
use crate::wiki::xml::escaped;
use crate::xml;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_kit::port::CallError;
use reqwest::{Client, StatusCode, Url};
use roxmltree::Node;
use std::fmt::Write as _;

/// Bytes of an answer at most: a page, or two hundred of its revisions.
const LONGEST: usize = 16 * 1024 * 1024;
/// Nodes of an answer at most: two hundred revisions have thousands.
const MOST_NODES: u32 = 200_000;
/// Values within values at most: a list of revisions has three. Deeper ones, and there would be no stack to read them on.
const DEEPEST: usize = 16;

/// What goes over the wire.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
    Bytes(Vec<u8>),
    List(Vec<Self>),
    Named(Vec<(String, Self)>),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn list(&self) -> &[Self] {
        if let Self::List(values) = self { values } else { &[] }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Named(fields) = self else { return None };
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn write(&self, xml: &mut String) {
        xml.push_str("<value>");
        match self {
            Self::Text(text) => tagged(xml, "string", &escaped(text)),
            Self::Number(number) => tagged(xml, "int", &number.to_string()),
            Self::Flag(flag) => tagged(xml, "boolean", if *flag { "1" } else { "0" }),
            Self::Bytes(bytes) => tagged(xml, "base64", &STANDARD.encode(bytes)),
            Self::List(values) => {
                xml.push_str("<array><data>");
                values.iter().for_each(|value| value.write(xml));
                xml.push_str("</data></array>");
            }
            Self::Named(fields) => {
                xml.push_str("<struct>");
                for (name, value) in fields {
                    xml.push_str("<member>");
                    tagged(xml, "name", &escaped(name));
                    value.write(xml);
                    xml.push_str("</member>");
                }
                xml.push_str("</struct>");
            }
        }
        xml.push_str("</value>");
    }

    /// `None` for what is no value, or deeper than `left` levels.
    fn read(value: Node<'_, '_>, left: usize) -> Option<Self> {
        let left = left.checked_sub(1)?;
        let Some(inner) = value.children().find(Node::is_element) else {
            return Some(Self::Text(value.text().unwrap_or_default().to_owned()));
        };
        let text = || inner.text().unwrap_or_default();
        let elements = |node: Node<'_, '_>, name: &'static str| {
            node.children().filter(move |child| child.has_tag_name(name)).map(|child| child.id()).collect::<Vec<_>>()
        };
        let node = |id| inner.document().get_node(id);
        Some(match inner.tag_name().name() {
            "int" | "i4" => Self::Number(text().trim().parse().ok()?),
            "boolean" => Self::Flag(text().trim() == "1"),
            "base64" => Self::Bytes(STANDARD.decode(text().split_whitespace().collect::<String>()).ok()?),
            "array" => {
                let data = inner.children().find(|child| child.has_tag_name("data"))?;
                let values = elements(data, "value").into_iter().map(|id| Self::read(node(id)?, left));
                Self::List(values.collect::<Option<_>>()?)
            }
            "struct" => {
                let member = |id| {
                    let member = node(id)?;
                    let named = |name| member.children().find(|child: &Node| child.has_tag_name(name));
                    Some((named("name")?.text()?.to_owned(), Self::read(named("value")?, left)?))
                };
                Self::Named(elements(inner, "member").into_iter().map(member).collect::<Option<_>>()?)
            }
            // Dates, fractions and strings are read as they are written.
            _ => Self::Text(text().to_owned()),
        })
    }
}

fn tagged(xml: &mut String, name: &str, text: &str) {
    write!(xml, "<{name}>{text}</{name}>").expect("a string takes everything");
}

/// How a call was refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The wiki's code and words.
    Fault(i64, String),
    /// Anything else that went wrong.
    Call(CallError),
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fault(code, words) => Self::Permanent(format!("DokuWiki says {code}: {words}")),
            Refusal::Call(error) => error,
        }
    }
}

/// Calls of one user.
pub(super) struct Rpc {
    client: Client,
    endpoint: Url,
    user: String,
    password: String,
}

impl Rpc {
    pub(super) fn new(base: &str, user: &str, password: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let mut endpoint = base.ok_or_else(|| CallError::Permanent("the wiki's address is none".to_owned()))?;
        if let Ok(mut segments) = endpoint.path_segments_mut() {
            segments.pop_if_empty().extend(["lib", "exe", "xmlrpc.php"]);
        }
        let (user, password) = (user.to_owned(), password.trim().to_owned());
        Ok(Self { client: http::client()?, endpoint, user, password })
    }

    pub(super) async fn call(&self, method: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        let mut xml = format!("<?xml version=\"1.0\"?><methodCall><methodName>{method}</methodName><params>");
        for argument in arguments {
            xml.push_str("<param>");
            argument.write(&mut xml);
            xml.push_str("</param>");
        }
        xml.push_str("</params></methodCall>");
        let request = self.client.post(self.endpoint.clone()).basic_auth(&self.user, Some(&self.password));
        let request = request.header("content-type", "text/xml").body(xml);
        let (status, bytes) = http::answer(request, LONGEST).await.map_err(Refusal::Call)?;
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            let told = format!("DokuWiki does not let {} in, or not to its XML-RPC ({})", self.user, status.as_u16());
            return Err(Refusal::Call(CallError::Permanent(told)));
        }
        let text = std::str::from_utf8(&bytes).ok();
        let read = text.and_then(answered).ok_or_else(|| Refusal::Call(http::not_understood(status, &bytes)))?;
        read.map_err(|(code, words)| Refusal::Fault(code, http::said(&words)))
    }
}

/// An answer, or a fault's code and words; `None` for what is neither.
fn answered(text: &str) -> Option<Result<Value, (i64, String)>> {
    let xml = xml::document(text.trim(), MOST_NODES).ok()?;
    let inner = xml.root_element().children().find(Node::is_element)?;
    let value = Value::read(inner.descendants().find(|node| node.has_tag_name("value"))?, DEEPEST)?;
    match inner.tag_name().name() {
        "params" => Some(Ok(value)),
        "fault" => {
            let Some(Value::Number(code)) = value.get("faultCode") else { return None };
            let words = value.get("faultString").and_then(Value::as_text).unwrap_or_default().to_owned();
            Some(Err((*code, words)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::typed;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read_back() {
        let value = Value::Named(vec![
            ("a".to_owned(), Value::text("1 < 2 & \"три\" ]]>")),
            ("b".to_owned(), Value::List(vec![Value::Number(-5), Value::Flag(true), Value::Bytes(vec![0, 255])])),
        ]);
        let mut xml = "<?xml version=\"1.0\"?>\n<methodResponse><params><param>".to_owned();
        value.write(&mut xml);
        xml.push_str("</param></params></methodResponse>");
        assert_eq!(answered(&xml), Some(Ok(value)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in typed()) {
            let mut xml = "<methodResponse><params><param>".to_owned();
            Value::text(&text).write(&mut xml);
            xml.push_str("</param></params></methodResponse>");
            let kept = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || matches!(c, '\n' | '\t'));
            let kept: String = text.chars().filter(kept).collect();
            prop_assert_eq!(answered(&xml), Some(Ok(Value::Text(kept))), "{}", xml);
        }
    }

    #[test]
    fn a_fault_is_no_answer_and_rubbish_is_neither() {
        let fault = "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>121</int></value>\
                     </member><member><name>faultString</name><value><string>gone</string></value></member></struct>\
                     </value></fault></methodResponse>";
        assert_eq!(answered(fault), Some(Err((121, "gone".to_owned()))));
        assert_eq!(answered("<html><p>no</html>"), None);
        assert_eq!(answered("<html><p>no</p></html>"), None);
    }

    #[test]
    fn an_answer_deeper_than_any_is_none_and_takes_no_stack() {
        let nested = |levels: usize| {
            let (open, close) = ("<value><array><data>".repeat(levels), "</data></array></value>".repeat(levels));
            format!("<methodResponse><params><param>{open}{close}</param></params></methodResponse>")
        };
        assert!(answered(&nested(DEEPEST)).is_some_and(|answer| answer.is_ok()));
        assert_eq!(answered(&nested(DEEPEST + 1)), None);
        assert_eq!(answered(&nested(100_000)), None);
    }

    #[test]
    fn a_bare_value_is_text() {
        let bare = "<methodResponse><params><param><value>x</value></param></params></methodResponse>";
        assert_eq!(answered(bare), Some(Ok(Value::text("x"))));
    }
}
