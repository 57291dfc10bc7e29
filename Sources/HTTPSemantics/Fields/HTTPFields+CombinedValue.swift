package import HTTPTypes

extension HTTPFields {
    /// Returns the combined value of a field, as the subscript does: the values of its lines with a comma and a space
    /// between them (RFC 9110 §5.2).
    ///
    /// Of the one line that most fields have no new text is made.
    ///
    /// - Parameter name: The name of the field, which is not Cookie.
    /// - Returns: The value; nil where there is no such field.
    package func combinedValue(of name: HTTPField.Name) -> String? {
        precondition(name != .cookie, "The lines of Cookie are not combined by commas.")
        let values = self[values: name]
        return values.count < 2 ? values.first : values.joined(separator: ", ")
    }
}
