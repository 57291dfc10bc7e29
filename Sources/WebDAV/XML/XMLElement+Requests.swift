extension XMLElement {
    /// Returns the first child element with a name.
    ///
    /// - Throws: `XMLError.missingElement` where there is none.
    package func required(_ name: XMLName) throws(XMLError) -> XMLElement {
        guard let child = first(name) else { throw .missingElement(name, in: self.name) }
        return child
    }

    /// The child elements in their order, of each name the first.
    package var distinctChildren: [XMLElement] {
        var seen: Set<XMLName> = []
        return children.filter { seen.insert($0.name).inserted }
    }
}
