import FoundationEssentials
import Testing

@testable import FrontService

@Suite struct BasicCredentialsTests {
    private func field(_ pair: String) -> String { "Basic " + Data(pair.utf8).base64EncodedString() }

    @Test func `RFC 7617 §2 the first colon ends the name`() throws {
        let credentials = try BasicCredentials(parsing: field("alice:a:b"))
        #expect(credentials.name == "alice")
        #expect(credentials.password == "a:b")
    }

    @Test func `RFC 9110 §11.1 the scheme is compared without case`() throws {
        #expect(try BasicCredentials(parsing: field("a:").replacing("Basic", with: "bAsIc")).password.isEmpty)
    }

    @Test func `RFC 7617 §2.1 names and passwords are UTF-8`() throws {
        #expect(try BasicCredentials(parsing: field("alice:pässword")).password == "pässword")
    }

    @Test(arguments: ["Basic", "Bearer abc", "", "Negotiate YWI="])
    func `another scheme counts as no credentials`(value: String) {
        #expect(throws: AuthenticationError.credentialsMissing) { try BasicCredentials(parsing: value) }
    }

    @Test(arguments: [
        "Basic !!!", "Basic YWxpY2U", "Basic YWxpY2U=", "Basic /w==", "Basic " + String(repeating: "A", count: 2000),
    ])
    func `malformed credentials are refused`(value: String) {
        #expect(throws: AuthenticationError.malformed) { try BasicCredentials(parsing: value) }
    }

    @Test func `RFC 7617 §2 control characters are refused`() {
        #expect(throws: AuthenticationError.malformed) { try BasicCredentials(parsing: field("alice:a\nb")) }
    }
}
