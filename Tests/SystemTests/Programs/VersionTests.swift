import ServiceSupport
import Testing

/// What the programs say of their version.
struct VersionTests {
    @Test(arguments: BuiltProgram.allCases)
    func `a program says its version, without any setting`(_ program: BuiltProgram) async throws {
        let outcome = try await Shell.run(program, ["--version"])
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(outcome.text == "\(program.rawValue) \(ProgramVersion.text)\n")
    }

    @Test func `the version is one of Semantic Versioning`() throws {
        let parts = ProgramVersion.text.split(separator: "-", maxSplits: 1)
        let numbers = try #require(parts.first).split(separator: ".", omittingEmptySubsequences: false)
        #expect(numbers.count == 3 && numbers.allSatisfy { UInt16($0) != nil })
    }
}
