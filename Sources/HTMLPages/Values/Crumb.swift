/// A link with its name: a step of the way to a page, or a way on from it.
package struct Crumb: Hashable, Sendable {
    /// What the reader sees.
    let name: String

    /// Where it leads.
    let link: PageLink

    /// Makes a link with a name.
    package init(_ name: String, _ link: PageLink) {
        self.name = name
        self.link = link
    }
}
