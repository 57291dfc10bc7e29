/// The anonymous memory of a server while a large body went through it.
struct MemoryFigures: Codable, Sendable {
    /// Which way the body went.
    let title: String

    /// The bytes of the body.
    let bytes: UInt64

    /// How long it took.
    let seconds: Double

    /// The anonymous memory before it, in bytes.
    let before: UInt64

    /// The most that was seen, in bytes.
    let most: UInt64

    /// What it must stay under, in bytes.
    let bound: UInt64

    /// Whether it stayed under it.
    var isWithinBound: Bool { most < bound }
}
