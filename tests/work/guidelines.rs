//! The guidelines, as the sheet beside the article shows them.

use verbatim::model::id::AnnotationId;
use verbatim::work::serve::serve;
use verbatim::work::{Reply, Request, Step, Steps, Task};

use crate::scheme_sheet::{act, ask_file, shelf};
use crate::shelf::Shelf;

fn guidelines(shelf: &Shelf, focus: Option<AnnotationId>) -> String {
    let request = Request {
        sheet: "guidelines".into(),
        is_styled: true,
        article: Some(shelf.open_id()),
        focus,
        records: shelf.library.give_out_all(),
        ..Request::default()
    };
    match serve(Task::Sheet(request)) {
        Reply::Steps(Steps { steps, .. }) => match &steps[..] {
            [Step::Draw { html, is_docked: true, .. }] => html.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn guidelines_are_written_in_markdown_and_nothing_else() {
    let mut shelf = shelf();
    for (written, shown) in [
        ("**bold** and *it*", "<p><strong>bold</strong> and <em>it</em></p>"),
        ("# A\n\ntext", "<h3>A</h3><p>text</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("2. a", "<ol start=\"2\"><li>a</li></ol>"),
        ("> so\n\n`x<y`", "<blockquote><p>so</p></blockquote><p><code>x&lt;y</code></p>"),
        (
            "[a](https://x.org/?a=1&b=\"2\")",
            "<p><a href=\"https://x.org/?a=1&amp;b=&quot;2&quot;\" rel=\"noopener\" target=\"_blank\">a</a></p>",
        ),
        ("[a](javascript:x) <https://y.org>", "<p>a <a href=\"https://y.org\" "),
        ("[a](/etc) [b](data:text/html,x)", "<p>a b</p>"),
        ("![a *cat*](https://x.org/c.png)", "<p>a <em>cat</em></p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
        ("| a |\n|---|\n| b |", "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>"),
    ] {
        act(&mut shelf, "guidelines:", &[("guidelines-", written)]);
        let html = guidelines(&shelf, None);
        assert!(html.contains(shown), "{written}: {html}");
    }
}

#[test]
fn guidelines_open_at_the_label_in_focus() {
    let shelf = shelf();
    let html = guidelines(&shelf, None);
    assert_eq!(html.matches("<details open").count(), 4, "{html}");
    let annotations = shelf.session.document().annotations();
    let location = annotations.into_iter().find(|one| one.label.as_str() == "location").unwrap().id;
    let html = guidelines(&shelf, Some(location));
    assert_eq!(html.matches("<details open").count(), 1, "{html}");
    let first = html.split("<details").nth(1).unwrap();
    assert!(first.contains("Location") && first.contains("fill=\"#007c6c\""), "{first}");
    // The button in it leads to the labels, whichever sheet the page names.
    let Steps { steps, .. } = ask_file(&shelf, "guidelines/edit", &[], b"");
    let [Step::Draw { title, is_docked: false, .. }] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!(title, "Labels and links");
}
