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

    @Test(arguments: ["\u{0}", "\n", "\u{1F}", "\u{7F}", "\u{80}", "\u{9F}"])
    func `RFC 7617 §2 control characters are refused`(control: String) {
        #expect(throws: AuthenticationError.malformed) { try BasicCredentials(parsing: field("alice:a\(control)b")) }
        #expect(throws: AuthenticationError.malformed) { try BasicCredentials(parsing: field("a\(control):b")) }
    }

    @Test(arguments: [" ", "~", "\u{A0}", "\u{AD}", "e\u{301}", "\u{1F600}"])
    func `every other character may be in a password`(text: String) throws {
        #expect(try BasicCredentials(parsing: field("alice:\(text)")).password == text)
    }

    @Test func `RFC 9110 §11.4 one space or more comes after the scheme`() throws {
        let value = field("alice:secret").replacing("Basic ", with: "Basic    ")
        #expect(try BasicCredentials(parsing: value).password == "secret")
    }
}
