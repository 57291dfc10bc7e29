/// What an XML body may cost at most.
package struct XMLLimits: Hashable, Sendable {
    /// The size of the document in octets, before decoding.
    package var maximumOctets: Int

    /// The depth of nested elements; the root is at depth 1.
    package var maximumDepth: Int

    /// The number of elements in the document.
    package var maximumElements: Int

    /// The number of attributes and namespace declarations of one element.
    package var maximumAttributes: Int

    /// The size of a namespace name in octets; every element that inherits it repeats it in memory and in answers.
    package var maximumNamespaceOctets = 256

    /// Makes limits; that of namespace names is the standard one.
    package init(maximumOctets: Int, maximumDepth: Int, maximumElements: Int, maximumAttributes: Int) {
        self.maximumOctets = maximumOctets
        self.maximumDepth = maximumDepth
        self.maximumElements = maximumElements
        self.maximumAttributes = maximumAttributes
    }

    /// The limits of request bodies: room for a multiget of some ten thousand objects.
    package static let standard = XMLLimits(
        maximumOctets: 4 << 20,
        maximumDepth: 32,
        maximumElements: 50_000,
        maximumAttributes: 32
    )
}
