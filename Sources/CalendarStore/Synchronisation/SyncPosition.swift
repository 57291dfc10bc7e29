/// How far a reader has come in a history of changes.
///
/// The revisions of a history count its changes. A reader who has nothing yet is given what there is, perhaps in parts;
/// until he has caught up with his `base`, the removals up to it do not concern him.
package struct SyncPosition: Hashable, Sendable, CustomStringConvertible {
    /// The revision up to which the reader knows everything, but members after his `place` that came with their calendar
    /// at it.
    package let revision: Int64

    /// The revision of the last member that the reader knows of those that came with their calendar at `revision`; 0 for
    /// none of them, `nil` for all.
    package let place: Int64?

    /// The revision at which the reader began with nothing, while he has not caught up with it; otherwise `nil`.
    package let base: Int64?

    /// Creates a position; a base that the revision has reached does not matter any more.
    package init(revision: Int64, place: Int64? = nil, base: Int64? = nil) {
        self.revision = revision
        self.place = place
        self.base = base.flatMap { $0 > revision ? $0 : nil }
    }

    /// Reads what `description` writes.
    init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard (1...2).contains(numbers.count), let revision = numbers[0] else { return nil }
        self.init(
            revision: revision,
            place: numbers.count == 2 ? numbers[1] : nil,
            base: parts.count == 2 ? Int64(parts[1]) : nil
        )
        guard revision >= 0, place ?? 0 >= 0, description == text else { return nil }
    }

    /// The revision, after a full stop the place, and after a hyphen the base, as far as there are any; safe in a URI.
    package var description: String {
        "\(revision)\(place.map { ".\($0)" } ?? "")\(base.map { "-\($0)" } ?? "")"
    }
}

/// The bounds of a history of changes.
struct SyncHistory {
    /// The revision of the last change.
    let revision: Int64

    /// The revision up to which removals may be forgotten.
    let prunedRevision: Int64

    /// Where a reader begins who has nothing.
    var start: SyncPosition { SyncPosition(revision: 0, base: revision) }

    /// Returns whether a reader at a position knows all that there is.
    func ends(at position: SyncPosition) -> Bool {
        position.revision == revision && position.place == nil
    }

    /// Returns whether the history has all that a reader at a position needs to know.
    func reaches(back position: SyncPosition) -> Bool {
        let oldest = position.base ?? position.revision
        return oldest >= prunedRevision && oldest <= revision
    }
}
