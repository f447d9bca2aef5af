using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Registration;

namespace DsMip.MobileNode.Host.Tests;

public sealed class ProtocolInboxTests
{
    /// <summary>Anybody may send Binding Errors in clear.</summary>
    [Fact]
    public void Of_binding_errors_one_waits_at_most()
    {
        var inbox = new ProtocolInbox();
        IProtocolEvents events = inbox;
        for (var i = 0; i < 100; i++) events.BindingErrorReceived();
        Assert.True(inbox.Reader.TryRead(out _));
        Assert.False(inbox.Reader.TryRead(out _));
        inbox.BindingErrorTaken();
        events.BindingErrorReceived();
        Assert.True(inbox.Reader.TryRead(out _));
    }
}
