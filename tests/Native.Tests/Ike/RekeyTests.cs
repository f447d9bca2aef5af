namespace DsMip.Native.Tests.Ike;

public sealed class RekeyTests
{
    [NativeTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_signalling_is_lost_while_keys_are_replaced(bool byMobileNode)
    {
        await using var lab = await IkeLab.StartAsync();
        Assert.InRange(lab.Ping(5), 1, 5);
        var before = (await lab.Node.InstalledAsync()).Select(child => child.InboundSpi).ToArray();
        var end = byMobileNode ? lab.Node : lab.Agent;

        var sending = SendAsync(lab, 60);
        var pinging = Task.Run(() => lab.Ping(15));
        var name = IkeNetwork.AtHomeAgent(IkeNetwork.First).Name;
        await end.Session.RekeyAsync(name, "signalling", default);
        await end.Session.RekeyAsync(name, "payload", default);
        await end.Session.RekeyAsync(name, null, default);
        await sending;

        Assert.Equal(15, await pinging);
        await Until.TrueAsync(() => lab.AtAgent.Received().Count == 60, () => $"{lab.AtAgent.Received().Count} of 60 {lab.Node.Describe()}");
        var after = await lab.Node.InstalledAsync();
        Assert.Equal(["payload", "signalling"], after.Select(child => child.Name).Order());
        Assert.DoesNotContain(after, child => before.Contains(child.InboundSpi));
        Assert.All(after, child => Assert.Contains(lab.Agent.States(), state => state.Spi == child.OutboundSpi && state.Accepted > 0));
    }

    private static async Task SendAsync(IkeLab lab, int messages)
    {
        for (ushort sequence = 1; sequence <= messages; sequence++)
        {
            lab.AtNode.SendBindingUpdate(IkeNetwork.FirstHomeAddress, IkeNetwork.HomeAgentAddress, sequence);
            await Task.Delay(50);
        }
    }
}
