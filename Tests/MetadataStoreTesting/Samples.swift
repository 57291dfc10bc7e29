package import AttachmentStore
package import BlobModel
package import CalendarStore
package import FoundationEssentials

extension Date {
    /// An instant for tests: so many seconds after 2023-11-14T22:13:20Z.
    package static func sample(_ seconds: Int = 0) -> Date {
        Date(timeIntervalSince1970: 1_700_000_000 + Double(seconds))
    }
}

extension NewUser {
    /// A user for tests, with the address `mailto:<uid>@example.com`.
    package static func sample(_ uid: UserID, passwordHash: String? = nil) -> NewUser {
        NewUser(
            uid: uid,
            displayName: "User \(uid)",
            passwordHash: passwordHash,
            addresses: ["mailto:\(uid)@example.com"]
        )
    }
}

extension NewCalendarObject {
    /// An event for tests whose data are the octets of `text`.
    package static func sample(
        _ name: String,
        uid: String,
        text: String = "BEGIN:VCALENDAR",
        occurrences: OccurrenceIndexEntry = .notIndexed
    ) -> NewCalendarObject {
        NewCalendarObject(
            name: name,
            uid: uid,
            componentType: "VEVENT",
            data: Array(text.utf8),
            occurrences: occurrences
        )
    }
}

extension Attachment {
    /// An attachment for tests; its blob is the digest of its managed ID.
    package static func sample(
        _ id: AttachmentID = .random(),
        size: UInt64,
        creator: String = "alice",
        created seconds: Int = 0
    ) -> Attachment {
        Attachment(
            id: id,
            content: BlobDescription(blob: ContentID(of: Array(id.text.utf8).span), size: size),
            labels: Labels(mediaType: "text/plain", filename: "notes.txt"),
            creator: creator,
            created: .sample(seconds)
        )
    }
}

extension DedupDomain {
    /// A domain for tests that no other test has.
    ///
    /// - Throws: Nothing in fact, since every home's ID is a domain's.
    package static func sample() throws(BlobModelError) -> DedupDomain {
        try DedupDomain(validating: HomeID.random().text)
    }
}
