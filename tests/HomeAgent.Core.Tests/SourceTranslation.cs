using DsMip.HomeAgent.Core.Translation;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>A NAT before the mobile node is none of our business; one before us hides it.</summary>
public sealed class SourceTranslation
{
    private static readonly TranslationPolicy Policy = new(Given.HomeAgentIpv4, [Ipv4Prefix.Parse("10.244.0.0/16"), Ipv4Prefix.Parse("203.0.113.64/28")], [Ipv4Prefix.Parse("10.9.0.0/16")]);

    [Theory]
    [InlineData("192.168.1.10", "192.0.2.33", TranslationEvidence.None)]
    [InlineData("100.64.7.7", "192.0.2.33", TranslationEvidence.None)]
    [InlineData("192.168.1.10", "10.244.3.1", TranslationEvidence.OwnNetwork)]
    [InlineData("192.0.2.77", "203.0.113.65", TranslationEvidence.OwnNetwork)]
    [InlineData("192.168.1.10", "10.1.0.7", TranslationEvidence.PrivateSource)]
    [InlineData("192.0.2.77", "172.31.255.255", TranslationEvidence.PrivateSource)]
    [InlineData("192.0.2.77", "172.32.0.1", TranslationEvidence.GlobalCareOfAddress)]
    [InlineData("192.168.1.10", "100.127.0.1", TranslationEvidence.PrivateSource)]
    [InlineData("192.168.1.10", "192.168.0.1", TranslationEvidence.PrivateSource)]
    [InlineData("192.0.2.77", "192.0.2.33", TranslationEvidence.GlobalCareOfAddress)]
    [InlineData("192.0.2.77", "10.9.1.1", TranslationEvidence.None)]
    [InlineData("10.244.3.1", "10.244.3.1", TranslationEvidence.None)]
    [InlineData("10.1.0.7", "10.1.0.7", TranslationEvidence.None)]
    public void What_one_registration_says(string careOf, string source, TranslationEvidence expected) =>
        Assert.Equal(expected, Policy.EvidenceIn(From(careOf, source)));

    /// <summary>Inside one private network, or behind a router that maps one address to one, nothing follows from a private source.</summary>
    [Fact]
    public void A_private_source_says_nothing_to_a_home_agent_with_a_private_address() =>
        Assert.Equal(TranslationEvidence.None, (Policy with { HomeAgent = Ipv4Address.Parse("10.0.0.1") }).EvidenceIn(From("192.168.1.10", "10.1.0.7")));

    [Fact]
    public void Over_IPv6_and_after_a_deregistration_there_is_nothing_to_say()
    {
        Assert.Equal(TranslationEvidence.None, Policy.EvidenceIn(Given.Bound()));
        Assert.Equal(TranslationEvidence.None, Policy.EvidenceIn(From("192.168.1.10", "10.244.3.1") with { Deregistered = true }));
    }

    [Fact]
    public void A_crowd_behind_a_NAT_of_its_provider_proves_nothing()
    {
        var sources = new TranslatedSources(Policy);
        for (uint i = 0; i < 1000; i++) sources.Observe(From($"100.64.{i / 256}.{i % 256}", "192.0.2.33", i), Given.Now);
        Assert.Null(sources.Found(Given.Now));
    }

    [Fact]
    public void One_mobile_node_from_an_address_of_our_own_proves_it_for_an_hour()
    {
        var sources = new TranslatedSources(Policy);
        Assert.Null(sources.Found(Given.Now));
        Assert.Equal(TranslationEvidence.OwnNetwork, sources.Observe(From("192.168.1.10", "10.244.3.1"), Given.Now));
        var found = new TranslatedSource(Ipv4Address.Parse("10.244.3.1"), TranslationEvidence.OwnNetwork);
        Assert.Equal(found, sources.Found(Given.Now + TranslatedSources.Memory - TimeSpan.FromSeconds(1)));
        Assert.Null(sources.Found(Given.Now + TranslatedSources.Memory));
    }

    [Fact]
    public void A_private_source_proves_it_with_three_mobile_nodes()
    {
        var sources = new TranslatedSources(Policy);
        for (uint again = 0; again < 5; again++)
            for (uint node = 0; node < 2; node++) sources.Observe(From("192.168.1.10", "10.1.0.7", node), Given.Now);
        for (uint node = 2; node < 9; node++) sources.Observe(From("192.168.1.10", $"10.1.1.{node}", node), Given.Now);
        Assert.Null(sources.Found(Given.Now));
        sources.Observe(From("192.168.1.10", "10.1.0.7", 2), Given.Now);
        Assert.Equal(new TranslatedSource(Ipv4Address.Parse("10.1.0.7"), TranslationEvidence.PrivateSource), sources.Found(Given.Now));
    }

    /// <summary>Some providers give their customers global addresses that are not theirs, behind a NAT.</summary>
    [Fact]
    public void Global_care_of_addresses_prove_it_when_they_are_of_three_networks()
    {
        var sources = new TranslatedSources(Policy);
        for (uint node = 0; node < 100; node++) sources.Observe(From($"25.1.2.{node}", "192.0.2.33", node), Given.Now);
        sources.Observe(From("26.1.2.3", "192.0.2.33", 100), Given.Now);
        Assert.Null(sources.Found(Given.Now));
        sources.Observe(From("131.1.2.3", "192.0.2.33", 101), Given.Now);
        Assert.Equal(new TranslatedSource(Given.NatIpv4, TranslationEvidence.GlobalCareOfAddress), sources.Found(Given.Now));
    }

    [Fact]
    public void What_is_an_hour_old_does_not_count()
    {
        var sources = new TranslatedSources(Policy);
        for (uint node = 0; node < 2; node++) sources.Observe(From("192.168.1.10", "10.1.0.7", node), Given.Now);
        sources.Observe(From("192.168.1.10", "10.1.0.7", 2), Given.Now + TranslatedSources.Memory);
        Assert.Null(sources.Found(Given.Now + TranslatedSources.Memory));
    }

    [Fact]
    public void Many_sources_do_not_fill_the_memory()
    {
        var sources = new TranslatedSources(Policy);
        for (uint node = 0; node < 2; node++) sources.Observe(From("192.168.1.10", "10.1.0.7", node), Given.Now);
        for (uint i = 0; i < TranslatedSources.Capacity; i++) sources.Observe(From("192.168.1.10", $"10.2.{i / 256}.{i % 256}", i), Given.Now);
        sources.Observe(From("192.168.1.10", "10.1.0.7", 2), Given.Now);
        Assert.Null(sources.Found(Given.Now));
    }

    /// <summary>An entry as the home agent makes it of a Binding Update in UDP with this IPv4 Care-of Address option.</summary>
    private static BindingCacheEntry From(string careOf, string source, uint node = 0)
    {
        var home = new Ipv6Address(Given.Home.Value + node);
        var update = Given.Update(1, new Ipv4CareOfAddressOption(Ipv4Address.Parse(careOf)));
        return BindingUpdateProcessing.Process(null, update, Given.BehindNat with { Remote = Ipv4Address.Parse(source) }, home, Given.Policy, Given.Now).Entry!;
    }
}
