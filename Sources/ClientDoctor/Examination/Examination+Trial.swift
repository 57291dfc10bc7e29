import FoundationEssentials
import ICalendar
import NIOHTTP1

// A calendar for the time of the walk, with an event and a file.

extension Examination {
    private static let fileSize = 1024

    /// Makes a calendar with an event and a file, examines them, and removes the calendar whatever happens.
    ///
    /// - Throws: ``DeadEnd``.
    mutating func withTrial(in home: FoundHome) async throws(DeadEnd) {
        let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
        let slash = home.address.target.hasSuffix("/") ? "" : "/"
        let calendar = home.address.at(home.address.target + slash + "attache-doctor-\(suffix)/")
        step = .trial
        let made = try await answer(to: DoctorCall(.MKCALENDAR, calendar))
        guard made.status == 201 else {
            try fail("Making the calendar \(calendar.target) was answered with \(made.summary).")
        }
        let outcome = await examineTrial(in: calendar, of: home)
        await remove(calendar)
        try outcome.get()
    }

    private mutating func examineTrial(
        in calendar: WebAddress,
        of home: FoundHome
    ) async -> Result<Void, DeadEnd> {
        do throws(DeadEnd) {
            let event = calendar.at(calendar.target + "file.ics")
            let file = try await putFile(into: event)
            try await examineEvent(at: event, in: home, file: file)
            try await examineUpload(to: event)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private mutating func putFile(into event: WebAddress) async throws(DeadEnd) -> String {
        let put = DoctorCall(.PUT, event).sending(trialEvent(), as: "text/calendar; charset=utf-8")
        let stored = try await answer(to: put)
        guard stored.isSuccess else { try fail("Storing an event was answered with \(stored.summary).") }
        let post = DoctorCall(.POST, event.at(event.target + "?action=attachment-add"))
            .with("Content-Disposition", "attachment; filename=\"doctor.txt\"")
            .sending([UInt8](repeating: UInt8(ascii: "."), count: Self.fileSize), as: "text/plain")
        let added = try await answer(to: post)
        guard added.status == 201, let managedID = added.field("Cal-Managed-ID") else {
            try fail("Adding a file of 1 KiB was answered with \(added.summary).", advice: Self.advice(for: added))
        }
        record(.ok, "A calendar was made, with an event and a file of 1 KiB.")
        return managedID
    }

    /// What to do about an answer that is no success.
    static func advice(for answer: DoctorAnswer) -> String? {
        switch answer.status {
        case 503: "The storage node seems to be stopped or out of reach: look whether attache-blob runs."
        case 507: "Look at the quota of the user, and at the free space of the node."
        case 413:
            "A proxy limits the size of bodies: set its limit (nginx: client_max_body_size) to attachments.max-size."
        default: nil
        }
    }

    private func trialEvent() -> [UInt8] {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Attache//Doctor//EN", "BEGIN:VEVENT",
            "UID:attache-doctor-\(UInt64.random(in: .min ... .max))", "DTSTAMP:\(UTCDateTime.format(now))",
            "DTSTART:\(UTCDateTime.format(now))", "SUMMARY:attache doctor", "TRANSP:TRANSPARENT", "END:VEVENT",
            "END:VCALENDAR", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// Removes the calendar, also after the task was cancelled.
    private mutating func remove(_ calendar: WebAddress) async {
        step = .cleanUp
        let client = client
        // A task of its own is not cancelled with this one.
        let answer = await Task { try? await client.send(DoctorCall(.DELETE, calendar)) }.value
        if answer?.isSuccess == true {
            record(.ok, "The calendar was removed.")
        } else {
            record(
                .failure,
                "The calendar \(calendar.target) could not be removed" + (answer.map { ": \($0.summary)." } ?? "."),
                advice: "Remove it yourself: curl -u \(visit.user) -X DELETE \(calendar.quoted)"
            )
        }
    }
}
