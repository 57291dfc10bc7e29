import HTMLPages
import HTTPSemantics

extension PagePath {
    /// Returns the link to the page.
    ///
    /// - Parameter query: The items of its query.
    /// - Returns: The link.
    func link(_ query: [QueryItem] = []) -> PageLink {
        PageLink(path: ResourcePath.page(self).href, query: query)
    }
}
