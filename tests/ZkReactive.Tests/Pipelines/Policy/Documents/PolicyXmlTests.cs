using System.Diagnostics;
using System.Text;
using System.Xml;
using System.Xml.Schema;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Tests.Pipelines.Policy.Documents;

/// <summary>Reading policies from XML: good ones, bad ones with their place, and hostile ones.</summary>
public sealed class PolicyXmlTests
{
    [Fact]
    public void Example_IsReadWithItsPlaces()
    {
        var set = Policies.Set(Policies.Acl1, Policies.Agl1);
        var acl = set.Documents[0];
        Assert.Equal((PolicyKind.Acl, "Acl1", 2), (acl.Kind, acl.Name, acl.Count));
        Assert.Equal((1L, 50000L, "BL1", null, 2), (acl.Routes[0].From, acl.Routes[0].To, acl.Routes[0].Next, acl.Routes[0].When, acl.Routes[0].Line));
        Assert.Equal(("platform = 'ios' and retries < 3", 3), (acl.Routes[1].When, acl.Routes[1].Line));
        Assert.Equal(("BL3", 4), (acl.Otherwise!.Result, acl.Otherwise.Line));
        Assert.Equal(["BL1", "BL2", "BL3"], acl.Targets);
        Assert.Equal(("deliver-now", "queue"), (set.Documents[1].Rules[0].Then, set.Documents[1].Otherwise!.Result));
        Assert.Empty(set.Warnings);
    }

    [Theory]
    [InlineData("""<acl name="A"/>""", 1, 2, PolicyErrorIds.RootUnknown)]
    [InlineData("""<a:acl xmlns:a="urn:other" name="A"/>""", 1, 2, PolicyErrorIds.RootUnknown)]
    [InlineData("""<policy xmlns="urn:zkreactive:policy:1"/>""", 1, 2, PolicyErrorIds.RootUnknown)]
    [InlineData("""<acl xmlns="urn:zkreactive:policy:1"/>""", 1, 2, PolicyErrorIds.NameInvalid)]
    [InlineData("""<acl xmlns="urn:zkreactive:policy:1" name="a/b"/>""", 1, 2, PolicyErrorIds.NameInvalid)]
    [InlineData("""<acl xmlns="urn:zkreactive:policy:1" name="A" note="x"/>""", 1, 47, PolicyErrorIds.AttributeUnknown)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n  <rule when=\"true\" then=\"x\"/></acl>", 2, 4, PolicyErrorIds.ElementUnknown)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n text</acl>", 1, 47, PolicyErrorIds.TextUnexpected)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"1\" to=\"2\"/></acl>", 2, 2, PolicyErrorIds.AttributeMissing)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"x\" to=\"2\" next=\"a\"/></acl>", 2, 8, PolicyErrorIds.AttributeInvalid)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"9223372036854775808\" to=\"2\" next=\"a\"/></acl>", 2, 8, PolicyErrorIds.AttributeInvalid)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"1\" to=\"2\" next=\" \"/></acl>", 2, 24, PolicyErrorIds.AttributeInvalid)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"2\" to=\"1\" next=\"a\"/></acl>", 2, 2, PolicyErrorIds.RangeInvalid)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<otherwise next=\"a\"/><route from=\"1\" to=\"1\" next=\"a\"/></acl>", 2, 23, PolicyErrorIds.OtherwiseRepeated)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"1\" to=\"1\" next=\"a\"><x/></route></acl>", 2, 34, PolicyErrorIds.ElementUnknown)]
    [InlineData("<agl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<rule then=\"x\"/></agl>", 2, 2, PolicyErrorIds.AttributeMissing)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route", 2, 7, PolicyErrorIds.NotXml)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\"/>\n<acl/>", 2, 2, PolicyErrorIds.NotXml)]
    [InlineData("<acl xmlns=\"urn:zkreactive:policy:1\" name=\"A\">\n<route from=\"1\" from=\"2\"/></acl>", 2, 17, PolicyErrorIds.NotXml)]
    [InlineData("""{"not":"xml"}""", 1, 1, PolicyErrorIds.NotXml)]
    [InlineData("", 0, 0, PolicyErrorIds.NotXml)]
    public void BadDocument_IsRefusedWithItsPlace(string xml, int line, int column, string errorId)
    {
        var compilation = Policies.Compile(xml);
        Assert.False(compilation.IsValid);
        Assert.Equal((errorId, line, column), (compilation.Findings[0].ErrorId, compilation.Findings[0].Line, compilation.Findings[0].Column));
    }

    [Fact]
    public void AllErrorsOfADocument_AreTold()
    {
        var compilation = Policies.Compile(Policies.Acl("A", "<route from=\"x\" to=\"y\"/><bad/>" + Policies.Route(1, 2, "a", "id")));
        Assert.Equal(
            [PolicyErrorIds.AttributeInvalid, PolicyErrorIds.AttributeInvalid, PolicyErrorIds.AttributeMissing, PolicyErrorIds.ElementUnknown, PolicyErrorIds.WhenType],
            compilation.Errors.Select(error => error.ErrorId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NameAndKind_MustFitTheNode()
    {
        var compilation = PolicySet.Compile([PolicySource.FromText("Acl2", Policies.Acl1, PolicyKind.Acl), PolicySource.FromText("Acl9", Policies.Acl("Acl9", ""), PolicyKind.Agl)]);
        Assert.Equal([PolicyErrorIds.NameMismatch, PolicyErrorIds.KindMismatch], compilation.Errors.Select(error => error.ErrorId));
        Assert.True(PolicySet.Compile([PolicySource.FromText("Acl7", $"<acl {Policies.Namespace}><otherwise next=\"x\"/></acl>", PolicyKind.Acl)]).IsValid);
        Assert.Equal(PolicyErrorIds.NameRepeated, Assert.Single(Policies.Compile(Policies.Agl1, Policies.Agl1).Errors).ErrorId);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    public void Encodings_AreWhatTheDocumentSays(string encoding)
    {
        var xml = $"<?xml version=\"1.0\" encoding=\"{encoding}\"?>" + Policies.Acl("A", "<otherwise next=\"Zürich\"/>");
        var source = new PolicySource("", Encoding.GetEncoding(encoding).GetPreamble().Concat(Encoding.GetEncoding(encoding).GetBytes(xml)).ToArray());
        Assert.Equal("Zürich", PolicySet.Compile([source]).Set?.Route(1));
    }

    [Theory]
    [InlineData("4C6FA794")]
    [InlineData("0000003C")]
    [InlineData("3C000000")]
    [InlineData("00003C00")]
    [InlineData("003C0000")]
    [InlineData("0000FEFF")]
    [InlineData("FFFE0000")]
    [InlineData("0000FFFE")]
    [InlineData("FEFF0000")]
    [InlineData("2B2F7638")]
    public void FirstBytesOfEncodingsThatNobodyReads_AreNotXml(string hex) =>
        Assert.Equal(PolicyErrorIds.NotXml, Assert.Single(PolicySet.Compile([new PolicySource("A", Convert.FromHexString(hex + hex), PolicyKind.Acl)]).Errors).ErrorId);

    [Fact]
    public void RandomBytes_NeverThrow()
    {
        var random = new Random(7);
        var seed = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + Policies.Acl1);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])seed.Clone();
            for (var change = 0; change < 3; change++) bytes[random.Next(i % 2 == 0 ? 8 : bytes.Length)] = (byte)random.Next(256);
            _ = PolicySet.Compile([new PolicySource("Acl1", bytes, PolicyKind.Acl)]);
        }
    }

    public static TheoryData<string, string> Attacks() => new()
    {
        { "billion laughs", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>" + Policies.Acl("A", "<otherwise next=\"&c;\"/>") },
        { "quadratic blowup", $"<!DOCTYPE l [<!ENTITY a \"{new string('a', 10_000)}\">]>" + Policies.Acl("A", $"<otherwise next=\"{string.Concat(Enumerable.Repeat("&a;", 10_000))}\"/>") },
        { "external entity", "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + Policies.Acl("A", "<otherwise next=\"&x;\"/>") },
        { "external subset", "<!DOCTYPE acl SYSTEM \"http://127.0.0.1:9/evil.dtd\">" + Policies.Acl("A", "") },
        { "parameter entity", "<!DOCTYPE l [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\"> %p;]>" + Policies.Acl("A", "") },
        { "bare declaration", "<!DOCTYPE acl>" + Policies.Acl("A", "") },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void DocumentTypes_AreRefusedBeforeTheyCost(string name, string xml)
    {
        var watch = Stopwatch.StartNew();
        var compilation = Policies.Compile(xml);
        Assert.False(compilation.IsValid);
        Assert.True(compilation.Findings[0].ErrorId == PolicyErrorIds.DtdRefused || (name == "parameter entity" && compilation.Findings[0].ErrorId == PolicyErrorIds.NotXml), compilation.Findings[0].ToString());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void UndeclaredEntity_IsNotXml() =>
        Assert.Equal(PolicyErrorIds.NotXml, Policies.Compile(Policies.Acl("A", "<otherwise next=\"&evil;\"/>")).Findings[0].ErrorId);

    [Fact]
    public void DeepNesting_IsRefusedAtItsBound()
    {
        var deep = Policies.Acl("A", string.Concat(Enumerable.Repeat("<x>", 100_000)));
        Assert.Contains(Policies.Compile(deep).Errors, error => error.ErrorId == PolicyErrorIds.TooDeep);
    }

    [Fact]
    public void HugeAttributes_AreRefused()
    {
        Assert.Equal(PolicyErrorIds.TooLarge, Assert.Single(Policies.Compile(Policies.Acl("A", Policies.Route(1, 2, "a", $"x = '{new string('y', 500_000)}'"))).Errors).ErrorId);
        Assert.Equal(PolicyErrorIds.TooLarge, Assert.Single(Policies.Compile(Policies.Acl("A", $"<otherwise next=\"{new string('y', 500_000)}\"/>")).Errors).ErrorId);
        var many = string.Concat(Enumerable.Range(0, 50_000).Select(i => $" a{i}=\"\""));
        Assert.Contains(Policies.Compile(Policies.Acl("A", $"<otherwise next=\"x\"{many}/>")).Errors, error => error.ErrorId == PolicyErrorIds.AttributeUnknown);
    }

    [Fact]
    public void HugeDocuments_AreRefusedUnread()
    {
        var huge = new PolicySource("Acl1", new byte[PolicyLimits.Default.MaxDocumentBytes + 1]);
        Assert.Equal(PolicyErrorIds.TooLarge, Assert.Single(PolicySet.Compile([huge]).Findings).ErrorId);
        Assert.Equal(PolicyErrorIds.TooLarge, Assert.Single(PolicySet.Compile(Enumerable.Repeat(huge, 1001)).Findings).ErrorId);
    }

    [Fact]
    public void EndlessErrors_AreCutShort()
    {
        var compilation = Policies.Compile(Policies.Acl("A", string.Concat(Enumerable.Repeat("<bad/>", 20_000))));
        Assert.Equal(50, compilation.Errors.Count());
    }

    [Fact]
    public void RangesThatOverlapWithoutEnd_AreRefusedInTime()
    {
        // 4,000 conditional ranges, each within the one before: 16 million places if every stretch had a list of its own.
        var nested = Policies.Acl("A", string.Concat(Enumerable.Range(0, 4_000).Select(i => Policies.Route(i, 20_000 - i, "x", $"n = {i}"))));
        Assert.Equal(PolicyErrorIds.TooLarge, Assert.Single(Policies.Compile(nested).Errors).ErrorId);
    }

    [Fact]
    public void Places_AreRightBehindReferencesAndLineEnds()
    {
        var compilation = Policies.Compile($"<acl {Policies.Namespace} name=\"A\">\r\n  <route from=\"1\" to=\"2\" next=\"a\"\r\n    when = \"p = '&#x1F600;&lt;&amp;'\r\n and ?\"/></acl>");
        var finding = Assert.Single(compilation.Errors);
        Assert.Equal((4, 6), (finding.Line, finding.Column));
    }

    /// <summary>The schema that ships and the reader agree on structure; what a schema cannot say, only the reader refuses.</summary>
    [Theory]
    [InlineData("<acl {0} name=\"A\"><route from=\"1\" to=\"2\" next=\"a\" when=\"vip\"/><otherwise next=\"b\"/></acl>", true)]
    [InlineData("<agl {0}><rule when=\"vip\" then=\"a\"/></agl>", true)]
    [InlineData("<acl {0} name=\"A\"/>", true)]
    [InlineData("<acl {0} name=\"1A\"/>", false)]
    [InlineData("<acl {0} name=\"A\"><route from=\"1\" to=\"2\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><route from=\"1.5\" to=\"2\" next=\"a\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><route from=\"1\" to=\"2\" next=\" a\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><route from=\"1\" to=\"2\" next=\"\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><otherwise next=\"a\"/><route from=\"1\" to=\"2\" next=\"a\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><otherwise next=\"a\"/><otherwise next=\"a\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><otherwise then=\"a\"/></acl>", false)]
    [InlineData("<acl {0} name=\"A\"><rule when=\"vip\" then=\"a\"/></acl>", false)]
    [InlineData("<agl {0} name=\"A\"><rule then=\"a\"/></agl>", false)]
    [InlineData("<agl {0} name=\"A\">text</agl>", false)]
    [InlineData("<agl name=\"A\"/>", false)]
    public void SchemaAndReader_Agree(string template, bool isValid)
    {
        var xml = template.Replace("{0}", Policies.Namespace, StringComparison.Ordinal);
        var schemas = new XmlSchemaSet();
        using (var xsd = XmlReader.Create(PolicySchema.OpenXsd())) schemas.Add(null, xsd);
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas, ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings };
        var problems = 0;
        settings.ValidationEventHandler += (_, _) => problems++;
        using (var reader = XmlReader.Create(new StringReader(xml), settings))
        {
            while (reader.Read())
            {
            }
        }

        Assert.Equal(isValid, problems == 0);
        Assert.Equal(isValid, PolicySet.Compile([PolicySource.FromText(xml.Contains("name=", StringComparison.Ordinal) ? "" : "A", xml)]).IsValid);
    }
}
