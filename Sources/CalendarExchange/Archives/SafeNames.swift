/// Names of files that every system can have, no two of which are the same where case does not count.
struct SafeNames {
    private static let forbidden = Set("/\\:*?\"<>|")
    private static let maximumOctets = 180

    private var taken: Set<String> = []

    /// Makes a set of names of which none is taken.
    init() {}

    /// Returns a name that nothing else has, as like the wished one as can be.
    ///
    /// - Parameters:
    ///   - wish: Any text.
    ///   - suffix: What the name ends with, such as `.ics`; the wish may end with it already.
    /// - Returns: The name.
    mutating func name(for wish: String, suffix: String = "") -> String {
        let stem = wish.hasSuffix(suffix) ? String(wish.dropLast(suffix.count)) : wish
        let base = Self.safe(stem)
        var number = 1
        var name = base + suffix
        while !taken.insert(name.lowercased()).inserted {
            number += 1
            name = "\(base) \(number)\(suffix)"
        }
        return name
    }

    /// Returns whether a text can be a segment of a URL of the front: any other would be listed, and could not be removed.
    ///
    /// It has 1 to 255 octets, no slash and no control, and is neither `.` nor `..`.
    static func isSegment(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && name != "." && name != ".."
            && name.unicodeScalars.allSatisfy { $0 != "/" && $0.properties.generalCategory != .control }
    }

    private static func safe(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            let character = Character(scalar)
            let isControl = scalar.value < 0x20 || scalar.value == 0x7F
            let next = isControl || forbidden.contains(character) ? "_" : character
            guard name.utf8.count + next.utf8.count <= maximumOctets else { break }
            name.append(next)
        }
        while name.first == "." || name.first == " " { name.removeFirst() }
        while name.last == "." || name.last == " " { name.removeLast() }
        return name.isEmpty ? "_" : name
    }
}
