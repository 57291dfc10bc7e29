package import BlobModel
package import FoundationEssentials

/// What is known of some bytes from a scanner for malware.
///
/// It is kept by content ID: equal bytes have one verdict, in whichever homes and under whichever names they are.
package struct StoredVerdict: Hashable, Sendable {
    /// The content ID of the bytes.
    package let blob: ContentID

    /// What was found.
    package let finding: Finding

    /// Creates a verdict.
    package init(on blob: ContentID, _ finding: Finding) {
        self.blob = blob
        self.finding = finding
    }

    /// What a scanner found, or why none has looked.
    package enum Finding: Hashable, Sendable {
        /// They are still to be scanned, from the instant on.
        case due(Date)

        /// Nothing was found, by that scanner at that time.
        case clean(Examination)

        /// Malware of that name was found.
        case infected(name: String, Examination)

        /// They are not scanned, for the reason that the operand gives, such as their size.
        case skipped(reason: String, at: Date)
    }

    /// Who looked at bytes, and when.
    package struct Examination: Hashable, Sendable {
        /// The scanner and the version of its signatures, as it names them.
        package let engine: String

        /// The instant of the verdict.
        package let date: Date

        /// Creates the record of an examination.
        package init(engine: String, date: Date) {
            self.engine = engine
            self.date = date
        }

        /// Returns whether the verdict counts whatever signatures the scanner has by now: it does so for a day.
        package func isRecent(at now: Date) -> Bool { date.addingTimeInterval(86_400) > now }
    }
}

/// Bytes that are to be scanned now.
package struct PendingScan: Hashable, Sendable {
    /// The content ID of the bytes.
    package let blob: ContentID

    /// A home that has the bytes with their size, or `nil` when none has them, or none has them yet.
    package let holder: Holder?

    /// The number of homes that have the bytes; each attempt is at another one of them.
    package let holders: Int64

    /// How often the scan was begun, this time included.
    package let attempts: Int64

    /// A home that has some bytes.
    package struct Holder: Hashable, Sendable {
        /// The home's dedup domain, from which the bytes can be read.
        package let domain: DedupDomain

        /// The octets.
        package let size: UInt64
    }
}
