using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;
using Enrollment.Credentials.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class VerificationTests
{
    public static TheoryData<string> Tamperings => [.. Tampering.All.Select(tampering => tampering.Name)];

    public static TheoryData<string> TokenTamperings => [.. TokenTampering.All.Select(tampering => tampering.Name)];

    [Fact]
    public void Both_forms_of_every_kind_of_credential_are_valid()
    {
        var verifier = CredentialSamples.Verifier();
        foreach (var (name, json) in CredentialSamples.Rich())
        {
            var signed = SignedCredential.Of(json, CredentialSamples.Keys, CredentialSamples.Now);
            verifier.Verify(signed.Json, CredentialSamples.Now).ShouldBe(new(Verdict.Valid), name);
            verifier.Verify(signed.Token).ShouldBe(new(Verdict.Valid), name);
        }
    }

    [Theory]
    [InlineData(true, Verdict.Suspended)]
    [InlineData(false, Verdict.Revoked)]
    public void The_list_of_suspensions_tells_what_of_the_list_may_come_back(bool isSuspended, Verdict verdict)
    {
        var suspensions = CredentialSamples.List(
            isSuspended ? CredentialSamples.Bits(CredentialSamples.Index) : CredentialSamples.Bits(),
            CredentialSamples.ListUrl + "/suspended",
            StatusPurpose.Suspension
        );
        var ended = CredentialSamples.List(CredentialSamples.Bits(CredentialSamples.Index));
        var verifier = new CredentialVerifier(
            [CredentialSamples.Document],
            [CredentialSamples.Verified(ended), CredentialSamples.Verified(suspensions)]
        );

        verifier.Verify(CredentialSamples.Signed().Json, CredentialSamples.Now).Verdict.ShouldBe(verdict);
        // Suspensions alone say nothing of what was revoked.
        new CredentialVerifier([CredentialSamples.Document], [CredentialSamples.Verified(suspensions)])
            .Verify(CredentialSamples.Signed().Json, CredentialSamples.Now)
            .Verdict.ShouldBe(Verdict.StatusUnknown);
    }

    [Theory]
    [MemberData(nameof(Tamperings))]
    public void A_changed_credential_is_not_valid(string name)
    {
        var tampering = Tampering.All.Single(t => t.Name == name);
        var answer = CredentialSamples.Verifier().Verify(tampering.Apply());
        answer.Verdict.ShouldBe(tampering.Expected, answer.ToString());
        answer.Member.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(TokenTamperings))]
    public void A_changed_token_is_not_valid(string name)
    {
        var tampering = TokenTampering.All.Single(t => t.Name == name);
        var answer = CredentialSamples.Verifier().Verify(tampering.Apply());
        answer.Verdict.ShouldBe(tampering.Expected, answer.ToString());
        answer.Member.ShouldNotBeNull();
    }

    [Fact]
    public void White_space_and_the_order_of_members_change_nothing()
    {
        var credential = JsonNode.Parse(CredentialSamples.Signed().Json)!.AsObject();
        var reversed = new JsonObject(
            credential.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        var text = "\r\n " + reversed.ToJsonString(new() { WriteIndented = true });
        CredentialSamples.Verifier().Verify(text).ShouldBe(new(Verdict.Valid));
    }

    [Theory]
    [InlineData("2026-11-24T06:29:59Z", Verdict.NotYetValid)]
    [InlineData("2026-11-24T06:30:00Z", Verdict.Valid)]
    [InlineData("2026-11-25T23:00:00Z", Verdict.Valid)]
    public void The_first_instant_is_exact(string now, Verdict expected) => VerdictAt(now, null).ShouldBe(expected);

    // The certificate's last day is 2026-12-24, in Almaty at UTC+5.
    [Theory]
    [InlineData("2026-12-24T18:59:59Z", Verdict.Valid)]
    [InlineData("2026-12-24T19:00:00Z", Verdict.Expired)]
    public void The_last_day_ends_at_midnight_in_the_centers_zone(string now, Verdict expected) =>
        VerdictAt(now, new(2026, 12, 24)).ShouldBe(expected);

    static Verdict VerdictAt(string now, DateOnly? last)
    {
        var signed = CredentialSamples.Signed(CertificateSamples.Latin with { ExpiresOn = last });
        var list = CredentialSamples.Verified(
            CredentialSamples.List(CredentialSamples.Bits(), until: CredentialSamples.Now.AddYears(1))
        );
        var verifier = new CredentialVerifier([CredentialSamples.Document], [list]);
        var instant = DateTimeOffset.Parse(now, null);
        var verdict = verifier.Verify(signed.Json, instant).Verdict;
        verifier.Verify(Encoding.ASCII.GetBytes(signed.Token), instant).Verdict.ShouldBe(verdict);
        return verdict;
    }

    [Theory]
    [InlineData(StatusPurpose.Revocation, CredentialSamples.ListUrl, Verdict.Revoked)]
    [InlineData(StatusPurpose.Suspension, CredentialSamples.SuspensionUrl, Verdict.Suspended)]
    public void A_set_bit_decides_and_its_neighbors_do_not(StatusPurpose purpose, string url, Verdict expected)
    {
        var facts = CredentialSamples.Facts with { Status = new(url, CredentialSamples.Index, purpose) };
        var signed = CredentialSamples.Signed(facts: facts);
        var neighbors = CredentialSamples.Verifier(CredentialSamples.Index - 1, CredentialSamples.Index + 1);
        neighbors.Verify(signed.Json, CredentialSamples.Now).Verdict.ShouldBe(Verdict.Valid);
        var verifier = CredentialSamples.Verifier(CredentialSamples.Index);
        verifier.Verify(signed.Json, CredentialSamples.Now).Verdict.ShouldBe(expected);
        verifier.Verify(signed.Token).Verdict.ShouldBe(expected);
    }

    [Fact]
    public void A_revoked_credential_stays_revoked_after_its_end()
    {
        var signed = CredentialSamples.Signed(CertificateSamples.Latin with { ExpiresOn = new(2026, 11, 25) });
        CredentialSamples
            .Verifier(CredentialSamples.Index)
            .Verify(signed.Json, CredentialSamples.Now)
            .Verdict.ShouldBe(Verdict.Revoked);
        CredentialSamples.Verifier().Verify(signed.Json, CredentialSamples.Now).Verdict.ShouldBe(Verdict.Expired);
    }

    [Fact]
    public void Without_a_current_list_of_the_issuer_the_status_is_unknown()
    {
        var signed = CredentialSamples.Signed();
        VerifiedStatusList[][] useless =
        [
            [],
            [
                CredentialSamples.Verified(
                    CredentialSamples.List(new Bitstring(), "https://certificates.example.kz/status-lists/9")
                ),
            ],
            [CredentialSamples.Verified(CredentialSamples.List(new Bitstring(), purpose: StatusPurpose.Suspension))],
        ];
        foreach (var lists in useless)
        {
            new CredentialVerifier([CredentialSamples.Document], lists)
                .Verify(signed.Json, CredentialSamples.Now)
                .Verdict.ShouldBe(Verdict.StatusUnknown);
        }

        var verifier = CredentialSamples.Verifier();
        verifier.Verify(signed.Json, CredentialSamples.Now.AddDays(1)).Verdict.ShouldBe(Verdict.StatusUnknown);
    }

    [Fact]
    public void Another_issuers_list_of_the_same_address_says_nothing()
    {
        var other = DidDocument.Read(IssuerDocuments.DidDocument(CredentialSamples.OtherKeys));
        var forged = CredentialSamples.List(CredentialSamples.Bits(), keys: CredentialSamples.OtherKeys);
        var (answer, list) = new CredentialVerifier([other], []).VerifyList(forged.Json, CredentialSamples.Now);
        answer.Verdict.ShouldBe(Verdict.Valid);
        new CredentialVerifier([CredentialSamples.Document, other], [list!])
            .Verify(CredentialSamples.Signed().Json, CredentialSamples.Now)
            .Verdict.ShouldBe(Verdict.StatusUnknown);
    }

    [Fact]
    public void What_a_retired_key_signed_is_still_valid()
    {
        var texts = KeyText.Generate();
        var did = CredentialSamples.Keys.Did;
        var signed = CredentialSamples.Signed(keys: IssuerKeySet.Load(did, texts));
        var later = IssuerKeySet.Load(
            did,
            [.. texts.Select(text => text with { IsRetired = true }), .. KeyText.Generate()]
        );
        var list = CredentialSamples.List(new Bitstring(), keys: later);
        var document = DidDocument.Read(IssuerDocuments.DidDocument(later));
        var verifier = new CredentialVerifier(
            [document],
            [new CredentialVerifier([document], []).VerifyList(list.Json, CredentialSamples.Now).List!]
        );
        verifier.Verify(signed.Json, CredentialSamples.Now).ShouldBe(new(Verdict.Valid));
        verifier.Verify(signed.Token).ShouldBe(new(Verdict.Valid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("a.b.c")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"type":["\ud800aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}""")]
    [InlineData("""{"@context":["\ud800aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","",""]}""")]
    [InlineData("""{"type":["VerifiableCredential","OpenBadgeCredential"],"@context":null}""")]
    public void What_is_no_credential_is_malformed(string text) =>
        CredentialSamples.Verifier().Verify(text).Verdict.ShouldBe(Verdict.Malformed);

    [Fact]
    public void A_member_that_stands_twice_is_malformed_although_one_of_them_was_signed()
    {
        var text = Encoding.UTF8.GetString(CredentialSamples.Signed().Json);
        var twice = text.Replace(
            "\"licenseNumber\":",
            "\"licenseNumber\":\"forged\",\"licenseNumber\":",
            StringComparison.Ordinal
        );
        twice.ShouldNotBe(text);
        CredentialSamples.Verifier().Verify(twice).Verdict.ShouldBe(Verdict.Malformed);
    }

    [Fact]
    public void Of_two_lists_at_one_address_the_later_one_counts_in_whatever_order_they_come()
    {
        var signed = CredentialSamples.Signed().Json;
        VerifiedStatusList[] lists =
        [
            CredentialSamples.Verified(CredentialSamples.List(CredentialSamples.Bits())),
            CredentialSamples.Verified(
                CredentialSamples.List(
                    CredentialSamples.Bits(CredentialSamples.Index),
                    from: CredentialSamples.Now.AddMinutes(-1)
                )
            ),
        ];

        foreach (var order in (VerifiedStatusList[][])[lists, [lists[1], lists[0]]])
        {
            new CredentialVerifier([CredentialSamples.Document], order)
                .Verify(signed, CredentialSamples.Now)
                .Verdict.ShouldBe(Verdict.Revoked);
        }
    }

    [Fact]
    public void A_status_list_is_no_credential_and_a_credential_no_status_list()
    {
        var list = CredentialSamples.List(new Bitstring());
        CredentialSamples.Verifier().Verify(list.Json, CredentialSamples.Now).Verdict.ShouldBe(Verdict.Malformed);
        var (answer, none) = CredentialSamples
            .Verifier()
            .VerifyList(CredentialSamples.Signed().Json, CredentialSamples.Now);
        answer.Verdict.ShouldBe(Verdict.Malformed);
        none.ShouldBeNull();
    }

    [Fact]
    public void Any_changed_byte_of_a_credential_or_token_leaves_it_invalid_or_meaning_the_same()
    {
        var signed = CredentialSamples.Signed();
        var verifier = CredentialSamples.Verifier();
        var original = Canonical(signed.Json);
        byte[][] forms = [signed.Json, Encoding.ASCII.GetBytes(signed.Token)];
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1 << 20], Gen.Byte)
            .Sample(
                (form, at, value) =>
                {
                    byte[] changed = [.. forms[form]];
                    at %= changed.Length;
                    if (changed[at] == value)
                        return;
                    changed[at] = value;
                    if (verifier.Verify(changed, CredentialSamples.Now).Verdict != Verdict.Valid)
                        return;
                    // A blank for another, or an escape: nothing that anybody reads differs.
                    form.ShouldBe(0, $"byte {at} of the token");
                    Canonical(changed).ShouldBe(original, $"byte {at}");
                },
                iter: 3_000
            );
    }

    static string Canonical(byte[] json)
    {
        using var document = Enrollment.Credentials.CredentialJson.Read(json);
        return Encoding.UTF8.GetString(DataIntegrity.Canonicalize(document.RootElement));
    }
}
