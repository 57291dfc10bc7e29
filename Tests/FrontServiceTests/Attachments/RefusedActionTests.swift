import AttachmentStore
import BlobStoreTesting
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SQLDatabase
import Testing
import WebDAV

@testable import FrontService

@Suite struct RefusedActionTests {
    /// Runs a test with an event that has one file of five octets, and the query of the case about it.
    private func run(
        _ refused: RefusedAction,
        _ setup: TestingSetup = .router,
        _ body: @escaping @Sendable (AttachmentFront, String) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(setup, configure: refused.configure) { test in
            try await test.front.put(AttachmentFront.event, refused.event)
            let id = try await test.added()
            try await refused.prepare(test)
            try await body(test, refused.query.replacing(RefusedAction.known, with: id.text))
        }
    }

    private func content(_ refused: RefusedAction) -> String { String(repeating: "x", count: refused.length) }

    @Test(arguments: RefusedAction.all)
    func `RFC 8607 §3.11.1 every refusal of a POST has its precondition and a sentence`(
        refused: RefusedAction
    ) async throws {
        try await run(refused) { test, query in
            let uri = "\(AttachmentFront.event)?\(query)"
            let before = try await test.front.send("GET", AttachmentFront.event).headers[.eTag]
            let (usage, references) = (try await test.usage(), try await test.references())
            let answer = try await test.front.send(
                "POST",
                uri,
                as: refused.user,
                refused.fields,
                body: content(refused)
            )
            #expect(answer.status == refused.status)
            #expect(try precondition(of: answer)?.name == refused.precondition)
            let error = try XMLDocument.parse(Array(buffer: answer.body))
            let sentence = try #require(error.first(DAVElement.responsedescription)?.text)
            #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true, "\(sentence)")
            #expect(try await test.front.send("GET", AttachmentFront.event).headers[.eTag] == before)
            #expect(try await test.usage() == usage)
            test.blobs.fail(with: nil)
            #expect(try await test.references() == references)
        }
    }

    /// RFC 9110 §10.1.1: a server "MUST either send an immediate response with a final status code, if that status can be
    /// determined by examining just the method, target URI, and header fields".
    @Test(arguments: RefusedAction.ofTheFront)
    func `RFC 8607 §3.11.4 every refusal that needs no body comes before 100 Continue`(
        refused: RefusedAction
    ) async throws {
        try await expectBeforeContinue(refused)
    }

    @Test(arguments: RefusedAction.ofTheStorage)
    func `RFC 8607 §3.11.4 what a storage refuses before it reads the body comes before 100 Continue`(
        refused: RefusedAction
    ) async throws {
        try await expectBeforeContinue(refused)
    }

    private func expectBeforeContinue(_ refused: RefusedAction) async throws {
        try await run(refused, .live) { test, query in
            let port = try #require(test.front.client.port)
            let fields = refused.fields.map { "\($0): \($1)\r\n" }.joined()
            try await WaitingClient.connect(to: port) { client in
                try await client.sendHead(query: query, as: refused.user, length: refused.length, fields)
                #expect(try await client.status() == Int(refused.status.code))
            }
        }
    }

    @Test func `RFC 4331 §6 a database without space is sufficient-disk-space`() {
        let error = WebDAVError(answering: SQLError.full)
        #expect(error.precondition == .sufficientDiskSpace)
        #expect(error.status == .insufficientStorage)
    }
}
