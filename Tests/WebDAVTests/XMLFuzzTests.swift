import HTTPTypes
import RandomTesting
import Testing
import WebDAV

@Suite struct XMLFuzzTests {
    @Test(arguments: RFC4918Examples.all)
    func `a mutated body is parsed or refused, and what is parsed survives writing`(example: String) throws {
        let seed: UInt64 = 4918
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<TestRounds.count(1_500) {
            let body = mutate(Array(example.utf8), using: &generator)
            guard let root = try parsed(body) else { continue }
            accepted += 1
            let again = try XMLDocument.parse(XMLDocument.serialise(root))
            #expect(again == root, "seed \(seed), round \(round): \(String(decoding: body, as: UTF8.self))")
            exerciseRequests(body)
        }
        #expect(accepted > 0, "seed \(seed): no mutation was accepted, so that nothing was written")
    }

    private func parsed(_ body: [UInt8]) throws -> XMLElement? {
        do throws(XMLError) {
            return try XMLDocument.parse(body)
        } catch {
            // Every refusal has a response.
            #expect([400, 403, 413].contains(WebDAVError(error).status.code))
            return nil
        }
    }

    private func exerciseRequests(_ body: [UInt8]) {
        _ = try? PropFindRequest(parsing: body)
        _ = try? PropertyUpdate(parsing: body)
    }

    private static let splices = [
        "<!DOCTYPE a [<!ENTITY x 'y'>]>", "&x;", "&#1;", "&amp;", "<a>", "</a>", "<a/>", "<![CDATA[", "]]>", "<!--",
        "-->",
        "<?p?>", " xmlns='urn:z'", " xmlns:D=''", " D:p='1'", "\u{0}", "\u{FFFE}", "\r\n", "\"", "'", "ä", "😀",
    ].map { Array($0.utf8) }

    private func mutate(_ body: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !body.isEmpty {
            let index = Int.random(in: body.indices, using: &generator)
            let end = min(body.count, index + Int.random(in: 1...12, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: body[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: body.removeSubrange(index..<end)
            case 2: body.insert(contentsOf: body[index..<end], at: index)
            case 3: body.removeSubrange(index...)
            default: body.insert(contentsOf: Self.splices.randomElement(using: &generator) ?? [], at: index)
            }
        }
        return body
    }
}
