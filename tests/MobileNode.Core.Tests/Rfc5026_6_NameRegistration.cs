using DsMip.MobileNode.Core.Names;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

public sealed class Rfc5026_6_NameRegistration
{
    private const string Name = "mn.example.org";
    private readonly Node _node = new(name: new NameSettings(Name, RemoveAtEnd: true));

    [Fact]
    [Clause("5026-8.1-option")]
    public void A_name_is_asked_for_until_a_Binding_Update_is_answered()
    {
        _node.See(Node.Ipv6A);
        Assert.Equal(Option(), Asked());
        _node.Advance(5);
        Assert.True(_node.Sent > 1);
        Assert.Equal(Option(), Asked());
        _node.Accept(Option());
        Assert.Contains(new NameAnswered(Name, DnsUpdateStatus.Performed), _node.Log);
        _node.Advance(1);
        _node.See(Node.Ipv6B);
        Assert.Null(Asked());
    }

    [Theory]
    [InlineData(DnsUpdateStatus.UpdateFailed, true)]
    [InlineData(DnsUpdateStatus.ReasonUnspecified, true)]
    [InlineData(DnsUpdateStatus.AdministrativelyProhibited, false)]
    [InlineData((DnsUpdateStatus)127, false)]
    public void What_failed_is_asked_for_again_and_what_is_prohibited_is_not(DnsUpdateStatus status, bool again)
    {
        _node.See(Node.Ipv6A);
        _node.Accept(Option() with { Status = status });
        Assert.Contains(new NameAnswered(Name, status), _node.Log);
        _node.Advance(1);
        _node.See(Node.Ipv6B);
        Assert.Equal(again, Asked() is not null);
    }

    [Fact]
    public void A_home_agent_that_does_not_answer_the_option_is_not_asked_again()
    {
        _node.See(Node.Ipv6A);
        _node.Accept();
        Assert.Contains(new NameAnswered(Name, null), _node.Log);
        _node.Advance(1);
        _node.See(Node.Ipv6B);
        Assert.Null(Asked());
    }

    [Fact]
    [Clause("5026-6-remove")]
    public void The_last_Binding_Update_asks_for_removal_and_the_one_at_home_does_not()
    {
        _node.See(Node.Ipv6A);
        _node.Accept(Option());
        _node.Advance(1);
        _node.See(Node.Home);
        Assert.True(_node.Last.Message.Lifetime.IsZero);
        Assert.Null(Asked());
        _node.See(Node.Ipv6B);
        _node.Advance(2);
        _node.Do((registration, now) => registration.Stop(now));
        Assert.True(_node.Last.Message.Lifetime.IsZero);
        Assert.Equal(Option(remove: true), Asked());
    }

    [Fact]
    public void Who_wants_no_name_or_keeps_it_says_so_by_saying_nothing()
    {
        foreach (var settings in (NameSettings?[])[null, new NameSettings(Name, RemoveAtEnd: false)])
        {
            var node = new Node(name: settings);
            node.See(Node.Ipv6A);
            node.Accept();
            Assert.Equal(settings is not null, node.Log.OfType<NameAnswered>().Any());
            node.Advance(1);
            node.Do((registration, now) => registration.Stop(now));
            Assert.True(node.Last.Message.Lifetime.IsZero);
            Assert.Null(node.Last.Message.Options.Find<DnsUpdateOption>());
        }
    }

    private static DnsUpdateOption Option(bool remove = false) => DnsUpdateOption.Of(DnsUpdateStatus.Performed, remove, Name);

    private DnsUpdateOption? Asked() => _node.Last.Message.Options.Find<DnsUpdateOption>();
}
