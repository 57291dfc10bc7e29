import FoundationEssentials
import HTTPSemantics
import Testing

@Suite struct ConditionalRequestTests {
    private let current = EntityTag(strong: "1")
    private let modified = Date(timeIntervalSince1970: 784_111_777.9)

    private func outcome(
        ifMatch: String? = nil,
        ifNoneMatch: String? = nil,
        current: EntityTag?,
        isSafe: Bool
    ) throws -> ConditionalRequest.Outcome {
        try ConditionalRequest(ifMatch: ifMatch, ifNoneMatch: ifNoneMatch)
            .evaluate(current: current, modified: nil, isSafe: isSafe)
    }

    @Test(arguments: [
        ("\"1\"", ConditionalRequest.Outcome.proceed), ("\"0\" , ,\"1\"", .proceed), ("*", .proceed),
        ("\"2\"", .preconditionFailed), ("W/\"1\"", .preconditionFailed),
    ])
    func `RFC 9110 §13.1.1 If-Match compares strongly`(field: String, expected: ConditionalRequest.Outcome) throws {
        #expect(try outcome(ifMatch: field, current: current, isSafe: false) == expected)
    }

    @Test func `RFC 9110 §13.1.1 If-Match is false where nothing exists, even with a star`() throws {
        #expect(try outcome(ifMatch: "*", current: nil, isSafe: false) == .preconditionFailed)
    }

    @Test(arguments: [("\"1\"", false), ("W/\"1\"", false), ("*", false), ("\"2\"", true)])
    func `RFC 9110 §13.1.2 If-None-Match compares weakly`(field: String, proceeds: Bool) throws {
        let expected: (safe: ConditionalRequest.Outcome, unsafe: ConditionalRequest.Outcome) =
            proceeds ? (.proceed, .proceed) : (.notModified, .preconditionFailed)
        #expect(try outcome(ifNoneMatch: field, current: current, isSafe: true) == expected.safe)
        #expect(try outcome(ifNoneMatch: field, current: current, isSafe: false) == expected.unsafe)
    }

    @Test func `a PUT with If-None-Match star proceeds where nothing exists`() throws {
        #expect(try outcome(ifNoneMatch: "*", current: nil, isSafe: false) == .proceed)
    }

    @Test func `RFC 9110 §13.1.3 If-Modified-Since counts for GET alone and in whole seconds`() throws {
        let request = try ConditionalRequest(
            ifMatch: nil,
            ifNoneMatch: nil,
            ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"
        )
        #expect(request.evaluate(current: current, modified: modified, isSafe: true) == .notModified)
        #expect(request.evaluate(current: current, modified: modified, isSafe: false) == .proceed)
        #expect(request.evaluate(current: current, modified: modified + 1, isSafe: true) == .proceed)
    }

    @Test func `RFC 9110 §13.1.3 If-Modified-Since is ignored beside If-None-Match`() throws {
        let request = try ConditionalRequest(
            ifMatch: nil,
            ifNoneMatch: "\"2\"",
            ifModifiedSince: "Sun, 06 Nov 1994 08:49:37 GMT"
        )
        #expect(request.evaluate(current: current, modified: modified, isSafe: true) == .proceed)
    }

    @Test func `RFC 9110 §13.1.4 If-Unmodified-Since counts in the absence of If-Match`() throws {
        let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"
        let alone = try ConditionalRequest(ifMatch: nil, ifNoneMatch: nil, ifUnmodifiedSince: earlier)
        #expect(alone.evaluate(current: current, modified: modified, isSafe: false) == .preconditionFailed)
        let beside = try ConditionalRequest(ifMatch: "\"1\"", ifNoneMatch: nil, ifUnmodifiedSince: earlier)
        #expect(beside.evaluate(current: current, modified: modified, isSafe: false) == .proceed)
    }

    @Test func `RFC 9110 §13.1.3 an invalid date is ignored`() throws {
        let request = try ConditionalRequest(ifMatch: nil, ifNoneMatch: nil, ifUnmodifiedSince: "yesterday")
        #expect(request.isUnconditional)
    }

    @Test(arguments: ["", "abc", "\"a\" \"b\"", "*, \"a\"", ","])
    func `a malformed condition is refused, never taken for no condition`(field: String) {
        #expect(throws: HTTPFieldError.malformed(field: "If-Match", value: field)) {
            try ConditionalRequest(ifMatch: field, ifNoneMatch: nil)
        }
    }
}
