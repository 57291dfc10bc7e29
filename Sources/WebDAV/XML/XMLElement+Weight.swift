extension XMLElement {
    /// About how many octets the element takes in memory: those of its names, values and texts, and 64 for each element
    /// and each attribute, so that many empty elements weigh something too.
    package var weight: Int {
        var weight = Self.ownWeight + name.weight
        for attribute in attributes { weight += Self.ownWeight + attribute.name.weight + attribute.value.utf8.count }
        for node in content {
            switch node {
            case .element(let child): weight += child.weight
            case .text(let text): weight += text.utf8.count
            }
        }
        return weight
    }

    private static let ownWeight = 64
}

extension XMLName {
    fileprivate var weight: Int { namespace.utf8.count + local.utf8.count }
}
