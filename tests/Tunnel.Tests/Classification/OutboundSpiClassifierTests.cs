namespace DsMip.Tunnel.Tests.Classification;

/// <summary>Req 3: one Binding Update among many data packets, told by its SPI.</summary>
[Clause("draft-3-api-bits", "draft-3-heuristic-bits")]
public sealed class OutboundSpiClassifierTests
{
    private const uint Data = 0x1000;
    private const uint NewData = 0x2000;
    private const uint Update = 0x3000;

    public static TheoryData<SpiTechnique> Techniques => [SpiTechnique.Api, SpiTechnique.Heuristic];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void The_update_is_found_among_data(SpiTechnique technique)
    {
        var classifier = Make(technique);
        Assert.Equal("dddd", Classify(classifier, Data, Data, Data, Data));
        classifier.Announce();
        Assert.Equal("ddUdd", Classify(classifier, Data, Data, Update, Data, Data));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void The_update_is_found_without_any_data(SpiTechnique technique)
    {
        var classifier = Make(technique);
        classifier.Announce();
        Assert.Equal("U", Classify(classifier, Update));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Every_retransmission_is_found(SpiTechnique technique)
    {
        var classifier = Make(technique);
        Assert.Equal("d", Classify(classifier, Data));
        for (var i = 0; i < 5; i++)
        {
            classifier.Announce();
            Assert.Equal("dUd", Classify(classifier, Data, Update, Data));
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Several_data_sas_and_a_rekey_between_updates(SpiTechnique technique)
    {
        var classifier = Make(technique);
        Assert.Equal("ddd", Classify(classifier, Data, Data + 1, Data + 2));
        classifier.Announce();
        Assert.Equal("ddU", Classify(classifier, Data + 2, Data, Update));
        Assert.Equal("d", Classify(classifier, NewData));
        classifier.Announce();
        Assert.Equal("dU", Classify(classifier, NewData, Update));
    }

    [Fact]
    [Clause("draft-3-rekey")]
    public void A_rekey_under_the_lock_does_not_concern_the_api()
    {
        var classifier = Make(SpiTechnique.Api);
        classifier.Announce();
        Assert.Equal("dU", Classify(classifier, NewData, Update));
    }

    [Fact]
    [Clause("draft-3-rekey")]
    public void A_rekey_under_the_lock_costs_the_heuristic_two_announcements_and_no_more()
    {
        var classifier = Make(SpiTechnique.Heuristic);
        Assert.Equal("d", Classify(classifier, Data));
        classifier.Announce();
        Assert.Equal("Udd", Classify(classifier, NewData, Update, NewData));
        classifier.Announce();
        Assert.Equal("ddd", Classify(classifier, NewData, Update, NewData));
        classifier.Announce();
        Assert.Equal("dUd", Classify(classifier, NewData, Update, NewData));
    }

    private static IOutboundSpiClassifier Make(SpiTechnique technique) =>
        SpiClassifier.Outbound(technique, new Oracle().With(Update, Packets.HomeAddress));

    private static string Classify(IOutboundSpiClassifier classifier, params uint[] spis) =>
        string.Concat(spis.Select(spi => classifier.IsBindingUpdate(spi) ? 'U' : 'd'));
}
