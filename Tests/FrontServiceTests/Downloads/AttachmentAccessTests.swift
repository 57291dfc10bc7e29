import NIOCore
import HummingbirdTesting
import AttachmentStore
import BlobModel
import CalDAV
import HTTPTypes
import Testing
import WebDAV

@testable import FrontService

@Suite struct AttachmentAccessTests {
    @Test func `without credentials an attachment is 401 with a challenge`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send("GET", scene.path(held), as: nil)
            #expect(answer.status == .unauthorized)
            #expect(answer.headers[.wwwAuthenticate] == AuthenticationChallenge.basic)
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test func `without credentials an unknown attachment is 401 as well`() async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.front.send("GET", "/attachments/\(AttachmentID.random())/x", as: nil)
            #expect(answer.status == .unauthorized)
        }
    }

    @Test(arguments: ["GET", "HEAD"])
    func `RFC 3744 §7.1.1 a stranger is refused with DAV need-privileges that names the attachment`(
        method: String
    ) async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send(method, scene.path(held), as: "bob")
            #expect(answer.status == .forbidden)
            #expect(answer.headers[.location] == nil)
            guard method == "GET" else { return }
            let precondition = try #require(try precondition(of: answer))
            #expect(precondition.name == XMLName(namespace: "DAV:", local: "need-privileges"))
            let text = String(buffer: answer.body)
            #expect(text.contains("<D:href>\(scene.path(held))</D:href>"))
            #expect(text.contains("<D:read/>"))
        }
    }

    @Test func `an administrator has no more access than any stranger`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            #expect(try await scene.front.send("GET", scene.path(held), as: "admin").status == .forbidden)
        }
    }

    @Test(arguments: ["alice", "bob"])
    func `an attachment that never was is 404 for everybody`(user: String) async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.front.send("GET", "/attachments/\(AttachmentID.random())/x", as: user)
            #expect(answer.status == .notFound)
        }
    }

    @Test(arguments: [
        "/attachments/", "/attachments/x/y", "/attachments/krugs4zanfzsaylooruw4zzakq", "/attachments/a/b/c",
    ])
    func `a path that is no attachment URI is 404`(path: String) async throws {
        try await AttachmentFront.run { scene in
            let answer = try await scene.front.send("GET", path)
            #expect(answer.status == .notFound)
        }
    }

    @Test func `a removed attachment is 410 with a reason to its owner and 404 to strangers`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            let owner = try await scene.front.send("GET", scene.path(held))
            #expect(owner.status == .gone)
            #expect(String(buffer: owner.body).contains(AttachmentDecision.removedByUser))
            #expect(owner.headers[.cacheControl] == "no-store")
            #expect(try await scene.front.send("GET", scene.path(held), as: "bob").status == .notFound)
        }
    }

    @Test func `a removed attachment stays 410 to its owner once its bytes are released`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.unlink(held)
            scene.front.clock.advance(by: 8 * 24 * 3600)
            _ = try await ReleaseWorker(dependencies: scene.dependencies, logger: .silent).workOff()
            #expect(try await scene.front.send("GET", scene.path(held)).status == .gone)
            #expect(try await scene.front.send("GET", scene.path(held), as: "bob").status == .notFound)
        }
    }

    @Test func `an attachment that another event still links stays readable`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.front.put("/calendars/alice/calendar/e2.ics", SampleEvent.text(uid: "e2@example.com"))
            let second = try await scene.object("e2", of: "alice")
            try await scene.write { store, txn in
                try store.link(held.id, heldBy: held.holding.domain, to: second, in: txn)
            }
            try await scene.unlink(held)
            #expect(try await scene.front.send("GET", scene.path(held)).status == .temporaryRedirect)
        }
    }

    @Test(arguments: [7, 8, 20])
    func `access is the same however many other events link the attachment`(count: Int) async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            for number in 0..<count {
                let name = "more\(number)"
                let data = SampleEvent.text(uid: "\(name)@example.com")
                try await scene.front.put("/calendars/alice/calendar/\(name).ics", data)
                let object = try await scene.object(name, of: "alice")
                try await scene.write { store, txn in
                    try store.link(held.id, heldBy: held.holding.domain, to: object, in: txn)
                }
            }
            #expect(try await scene.front.send("GET", scene.path(held)).status == .temporaryRedirect)
            #expect(try await scene.front.send("GET", scene.path(held), as: "bob").status == .forbidden)
        }
    }

    @Test func `an attachment that is linked from a second home is read by its owner from that home`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            try await scene.front.put("/calendars/bob/calendar/b1.ics", SampleEvent.text(), as: "bob")
            let object = try await scene.object("b1", of: "bob")
            let domain = try await scene.domain(of: "bob")
            try await scene.write { store, txn in
                let begun = held.attachment.created
                try store.hold(held.id, by: domain, reference: .random(), begun: begun, linkedTo: object, in: txn)
            }
            let answer = try await scene.front.send("GET", scene.path(held), as: "bob")
            #expect(try #require(answer.headers[.location]).contains("d=\(domain)"))
            // The removal from the first home leaves the second one alone, and the first one knows that it is gone.
            try await scene.unlink(held)
            #expect(try await scene.front.send("GET", scene.path(held)).status == .gone)
            #expect(try await scene.front.send("GET", scene.path(held), as: "bob").status == .temporaryRedirect)
        }
    }

    @Test func `an attachment that the server withdrew is 410 with the reason to readers and 403 to strangers`()
        async throws
    {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let terms = RemovalTerms(now: scene.front.clock.now, grace: .zero)
            try await scene.write { store, txn in
                try store.withdraw(held.id, reason: "It holds malware.", terms: terms, in: txn)
            }
            let owner = try await scene.front.send("GET", scene.path(held))
            #expect(owner.status == .gone)
            #expect(String(buffer: owner.body).contains("It holds malware."))
            #expect(try await scene.front.send("GET", scene.path(held), as: "bob").status == .forbidden)
        }
    }

    @Test func `the last segment selects nothing`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            for name in ["menu.txt", "other.exe", "Bericht – Übersicht.pdf"] {
                let answer = try await scene.front.send("GET", scene.path(held, filename: name))
                let location = try #require(answer.headers[.location])
                #expect(location.contains(held.attachment.blob.description))
            }
        }
    }

    @Test(arguments: ["PUT", "DELETE", "POST", "PROPFIND", "REPORT", "MKCALENDAR", "PROPPATCH", "MOVE", "COPY", "LOCK"])
    func `RFC 9110 §15.5.6 every method but GET and HEAD is 405 with Allow, and nothing is changed`(
        method: String
    ) async throws {
        try await AttachmentFront.run(configure: { $0.attachments.download = .stream }) { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send(method, scene.path(held), body: "Other bytes.")
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "OPTIONS, GET, HEAD")
            let after = try await scene.front.send("GET", scene.path(held))
            #expect(String(buffer: after.body) == "Bread, cheese, apples.\n")
        }
    }

    @Test func `OPTIONS tells the methods of an attachment`() async throws {
        try await AttachmentFront.run { scene in
            let held = try await scene.attach()
            let answer = try await scene.front.send("OPTIONS", scene.path(held))
            #expect(answer.headers[.allow] == "OPTIONS, GET, HEAD")
        }
    }
}
