import HTTPSemantics
import WebDAV

/// What a multistatus says about one resource, as a client reads it.
struct PropertyReading: Sendable {
    /// The path or URL of the resource, as it is written.
    let href: String

    private let found: [XMLName: XMLElement]

    /// Returns a property that the resource has; nil where the answer does not say so.
    subscript(_ name: XMLName) -> XMLElement? { found[name] }

    /// Returns the first href within a property.
    func href(in name: XMLName) -> String? {
        self[name]?.first(DAVElement.href)?.trimmedText
    }

    /// Reads an answer; nil where it is no multistatus.
    static func list(_ answer: DoctorAnswer) -> [PropertyReading]? {
        guard answer.status == 207, let root = try? XMLDocument.parse(answer.body, limits: limits),
            root.name == DAVElement.multistatus
        else { return nil }
        return root.all(DAVElement.response).compactMap(PropertyReading.init)
    }

    private init?(_ response: XMLElement) {
        guard let href = response.first(DAVElement.href)?.trimmedText else { return nil }
        self.href = href
        let good = response.all(DAVElement.propstat).filter { group in
            group.first(DAVElement.status)?.text.contains(" 200") == true
        }
        let properties = good.flatMap { $0.first(DAVElement.prop)?.children ?? [] }
        found = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
    }

    /// A home with many calendars, and a calendar with many events, have long answers.
    private static let limits = XMLLimits(
        maximumOctets: 16 << 20,
        maximumDepth: 32,
        maximumElements: 1_000_000,
        maximumAttributes: 32
    )
}
