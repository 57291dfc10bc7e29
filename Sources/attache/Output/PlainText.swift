/// What users wrote, as it is shown on a terminal: nothing in it moves the cursor, changes colours, or turns the direction.
struct PlainText: CustomStringConvertible {
    /// The text without what is no character to see.
    let description: String

    /// Takes a text from anywhere.
    init(_ text: String) {
        description = String(
            text.unicodeScalars.map { scalar in Self.isVisible(scalar) ? Character(scalar) : "\u{FFFD}" }
        )
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
        default: !scalar.properties.isBidiControl
        }
    }
}
