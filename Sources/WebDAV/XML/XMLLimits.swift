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

    /// The size of a value of `xml:lang` in octets; every property in its scope repeats it.
    ///
    /// RFC 5646 §4.4.1 shows that tags of 35 octets hold what language tags are made of.
    package var maximumLanguageOctets = 64

    /// Makes limits; those of namespace names and of languages are the standard ones.
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
