/// What one page shows, as a value.
package protocol Page: Sendable {
    /// The name of the page, which is also its heading.
    var title: String { get }

    /// The steps that lead to the page, the first one first; without the page itself.
    var trail: [Crumb] { get }

    /// Writes what stands below the heading.
    func write(to html: inout HTMLWriter)
}
