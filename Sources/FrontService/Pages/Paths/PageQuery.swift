import HTTPSemantics
import Hummingbird

/// The query of a page's target, as browsers write the fields of a form.
struct PageQuery: Sendable {
    private let items: [QueryItem]

    /// Reads the query of a request; one that is malformed has nothing.
    init(_ request: Request) {
        // HTML, "URL-encoded form data": a space is written as a plus sign, which itself is written as %2B.
        items = PercentEncoding.parseQuery((request.uri.query ?? "").replacing("+", with: "%20")) ?? []
    }

    /// Returns the first value of a name, if there is one.
    subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }
}
