import Cryptography
import Testing

@testable import FrontService

@Suite struct AppPasswordTests {
    @Test func `a password is six groups of four letters and digits, and each is another`() {
        let passwords = (0..<100).map { _ in AppPassword.random().text }
        let form = /[a-z2-7]{4}(-[a-z2-7]{4}){5}/
        #expect(passwords.allSatisfy { $0.wholeMatch(of: form) != nil })
        #expect(Set(passwords).count == 100)
    }

    @Test func `it is known again however it is typed`() throws {
        let password = AppPassword.random()
        let plain = password.text.filter { $0 != "-" }
        for text in [
            password.text, plain, plain.uppercased(), password.text.map { $0 == "-" ? " " : "\($0)" }.joined(),
        ] {
            #expect(try #require(AppPassword(parsing: text)).matches(password.verifier))
        }
    }

    @Test(arguments: [
        "", "alice", "abcd-efgh-ijkl-mnop-qrst-uvw", "abcd-efgh-ijkl-mnop-qrst-uvw1", "abcdefghijklmnopqrstuvwxy",
    ])
    func `another text is none`(text: String) {
        #expect(AppPassword(parsing: text) == nil)
    }

    @Test func `the verifier is a digest, of which another password has another`() throws {
        let (one, other) = (AppPassword.random(), AppPassword.random())
        #expect(one.verifier.hasPrefix("sha256:"))
        #expect(!one.verifier.contains(one.text.filter { $0 != "-" }))
        #expect(!other.matches(one.verifier))
        #expect(!one.matches(""))
        // The form is kept in databases.
        let fixed = try #require(AppPassword(parsing: "aaaaaaaaaaaaaaaaaaaaaaaa"))
        let message = Array("attache-app-password-v1".utf8) + Array(repeating: UInt8(0), count: 16)
        let digest = SHA256Hasher.digest(of: message.span)
        #expect(fixed.verifier == "sha256:\(digest.hexadecimal)")
    }
}
