/// The result of a write.
package struct WrittenObject: Hashable, Sendable {
    /// The object as it is stored now.
    package let object: CalendarObject

    /// Whether the write created the object.
    package let isNew: Bool
}
