import HTTPSemantics
import ManagedAttachments
import Testing

@Suite("AttachmentRequest")
struct AttachmentRequestTests {
    private func request(_ query: String, allowsInstances: Bool = false) throws -> AttachmentRequest {
        let items = try #require(PercentEncoding.parseQuery(query))
        return try AttachmentRequest(query: items, allowsInstances: allowsInstances)
    }

    @Test func `RFC 8607 §3.3 the three actions are read`() throws {
        #expect(try request("action=attachment-add") == .add(.all))
        #expect(try request("action=attachment-update&managed-id=a%20b") == .update(ManagedID("a b")))
        #expect(try request("x=1&managed-id=97S&action=attachment-remove&x=2") == .remove(ManagedID("97S"), .all))
    }

    @Test func `attachments are taken away by updates and removals alone`() throws {
        #expect(try !request("action=attachment-add").takesAway)
        #expect(try request("action=attachment-update&managed-id=a").takesAway)
        #expect(try request("action=attachment-remove&managed-id=a").takesAway)
    }

    @Test(arguments: [
        ("", []), ("action", [""]), ("action=", [""]), ("action=add", ["add"]), ("Action=attachment-add", []),
        ("action=ATTACHMENT-ADD", ["ATTACHMENT-ADD"]),
        ("action=attachment-add&action=attachment-add", ["attachment-add", "attachment-add"]),
    ])
    func `RFC 8607 §3.3.1 the action must be present once and be one of three`(query: String, found: [String]) {
        #expect(throws: ManagedAttachmentViolation.validAction(found: found)) { try request(query) }
    }

    @Test(
        arguments: [
            ("action=attachment-add&managed-id=1", .forbidden), ("action=attachment-add&managed-id", .forbidden),
            ("action=attachment-update", .absent), ("action=attachment-update&managed-id=", .absent),
            ("action=attachment-remove", .absent), ("action=attachment-remove&managed-id=1&managed-id=1", .repeated),
        ] as [(String, ManagedAttachmentViolation.ManagedIDFault)]
    )
    func `RFC 8607 §3.3.3 managed-id must be present once but on an addition`(
        query: String,
        fault: ManagedAttachmentViolation.ManagedIDFault
    ) {
        #expect(throws: ManagedAttachmentViolation.validManagedID(fault)) { try request(query) }
    }

    @Test(arguments: ["M", "", "20240101T000000Z", "nonsense"])
    func `RFC 8607 §3.3.2 any rid is refused where attachments belong to all instances`(rid: String) {
        let refused = ManagedAttachmentViolation.validRID(.unsupported)
        #expect(throws: refused) { try request("action=attachment-add&rid=\(rid)") }
        #expect(throws: refused) { try request("action=attachment-remove&managed-id=1&rid=\(rid)") }
    }

    @Test(arguments: [true, false])
    func `RFC 8607 §3.3.2 rid must not be present on an update`(allowsInstances: Bool) {
        #expect(throws: ManagedAttachmentViolation.validRID(.forbidden)) {
            try request("action=attachment-update&managed-id=1&rid=M", allowsInstances: allowsInstances)
        }
    }

    @Test func `RFC 8607 §3.3.2 items of rid are read in their order`() throws {
        let expected = InstanceSelection.only([
            .recurrenceID("20111022T160000"), .master, .recurrenceID("20111023"), .recurrenceID("20111024T160000Z"),
        ])
        let query = "action=attachment-add&rid=20111022T160000,m,20111023,20111024T160000Z"
        #expect(try request(query, allowsInstances: true) == .add(expected))
    }

    @Test(
        arguments: [
            ("rid=", .malformed), ("rid=M,", .malformed), ("rid=tomorrow", .malformed), ("rid=%20M", .malformed),
            ("rid=M,m", .repeated), ("rid=20240101,20240101", .repeated), ("rid=M&rid=20240101", .repeated),
        ] as [(String, ManagedAttachmentViolation.InstanceFault)]
    )
    func `RFC 8607 §3.3.2 malformed and repeated items of rid are refused`(
        query: String,
        fault: ManagedAttachmentViolation.InstanceFault
    ) {
        #expect(throws: ManagedAttachmentViolation.validRID(fault)) {
            try request("action=attachment-add&\(query)", allowsInstances: true)
        }
    }

    @Test func `RFC 8607 §3.3.2 rid names at most a hundred instances`() throws {
        let days = (1...100).map { "2024\(String($0 / 28 + 101).suffix(2))\(String($0 % 28 + 101).suffix(2))" }
        let query = "action=attachment-add&rid=" + days.joined(separator: ",")
        #expect(try request(query, allowsInstances: true) == .add(.only(days.map { .recurrenceID($0) })))
        #expect(throws: ManagedAttachmentViolation.validRID(.tooMany(limit: 100))) {
            try request(query + ",M", allowsInstances: true)
        }
    }
}
