/// A property that rules of RFC 5545 are about, found by its name.
struct KnownProperty: Sendable {
    /// The name in upper case.
    let name: String
    /// The type that its values have by default, where they are held against it.
    let type: ValueType?
    /// The place of the property in a ``PropertySet``.
    fileprivate let place: UInt8

    /// Finds a property by its name; nil for one that no rule is about.
    static func named(_ name: FoldedName) -> KnownProperty? {
        table[name]
    }

    private static let types: [(name: String, type: ValueType?)] = [
        ("DTSTART", .time), ("DTEND", .time), ("DUE", .time), ("RECURRENCE-ID", .time), ("DTSTAMP", .time),
        ("CREATED", .time), ("LAST-MODIFIED", .time), ("COMPLETED", .time), ("RDATE", .times), ("EXDATE", .times),
        ("DURATION", .duration), ("TRIGGER", .trigger), ("FREEBUSY", .periods), ("SEQUENCE", .integer),
        ("PRIORITY", .integer), ("PERCENT-COMPLETE", .integer), ("REPEAT", .integer), ("TZOFFSETFROM", .offset),
        ("TZOFFSETTO", .offset), ("UID", nil), ("ORGANIZER", nil), ("CLASS", nil), ("STATUS", nil), ("TRANSP", nil),
        ("VERSION", nil), ("PRODID", nil), ("CALSCALE", nil), ("TZID", nil), ("ACTION", nil),
    ]

    private static let table = Dictionary(
        uniqueKeysWithValues: zip(types, UInt8(0)...).map { entry, place in
            (FoldedName(entry.name), KnownProperty(name: entry.name, type: entry.type, place: place))
        }
    )
}

/// A set of properties that the rules are about.
struct PropertySet: Sendable {
    private var bits: UInt64 = 0

    /// Makes a set of names, each of a property that the rules are about.
    init(_ names: [String] = []) {
        for name in names {
            guard let property = KnownProperty.named(FoldedName(name)) else {
                preconditionFailure("\(name) is missing from the table of properties.")
            }
            insert(property)
        }
    }

    /// Tells whether a property is in the set.
    func contains(_ property: KnownProperty) -> Bool {
        bits & 1 << property.place != 0
    }

    /// Puts a property into the set.
    mutating func insert(_ property: KnownProperty) {
        bits |= 1 << property.place
    }
}
