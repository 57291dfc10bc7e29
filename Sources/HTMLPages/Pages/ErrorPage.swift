/// What the reader gets in place of a page that there is none of, or when something was refused.
package struct ErrorPage: Page {
    private let sentence: String
    private let back: Crumb

    /// The heading.
    package let title: String

    /// Makes the page.
    ///
    /// - Parameters:
    ///   - title: What happened, in a word or two.
    ///   - sentence: What happened, as other clients are told it.
    ///   - back: Where the reader may go on.
    package init(title: String, sentence: String, back: Crumb) {
        self.title = title
        self.sentence = sentence
        self.back = back
    }

    /// No steps: what was asked for may not be there.
    package var trail: [Crumb] { [] }

    /// Writes the sentence and the way back.
    package func write(to html: inout HTMLWriter) {
        html.element(.paragraph, [.class("alert"), .role(.alert)], text: sentence)
        html.navigation("Ways on", to: [back])
    }
}
