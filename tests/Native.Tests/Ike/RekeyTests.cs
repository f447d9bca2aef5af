namespace DsMip.Native.Tests.Ike;

/// <summary>
/// The end that is asked installs its new outbound state at once, and without a policy of charon's that names an SPI the kernel uses it at once: what
/// it sends before its answer has arrived comes too early. So in normal operation it is the mobile node that asks, and no Binding Update is lost.
/// </summary>
[Clause("4877-7.4-rekey")]
public sealed class RekeyTests
{
    private const int Updates = 60;
    private const int Echoes = 15;

    [NativeFact]
    public async Task No_Binding_Update_is_lost_while_the_mobile_node_replaces_keys()
    {
        await using var lab = await IkeLab.StartAsync();
        var pinging = await ReplaceAsync(lab, lab.Node);
        Assert.InRange(pinging, Echoes - 2, Echoes);
        await Until.TrueAsync(() => lab.AtAgent.Received().Count == Updates, () => $"{lab.AtAgent.Received().Count} of {Updates} {lab.Node.Describe()}");
    }

    [NativeFact]
    public async Task Where_the_home_agent_replaces_keys_signalling_goes_on()
    {
        await using var lab = await IkeLab.StartAsync();
        Assert.InRange(await ReplaceAsync(lab, lab.Agent), Echoes - 2, Echoes);
        await Until.TrueAsync(() => lab.AtAgent.Received().Count >= Updates - 2, () => $"{lab.AtAgent.Received().Count} of {Updates} {lab.Node.Describe()}");
        Assert.True(await lab.SignalAsync(Updates + 1));
    }

    /// <summary>Keys of both children and of IKE itself, under traffic; how many echo requests were answered meanwhile.</summary>
    private static async Task<int> ReplaceAsync(IkeLab lab, IkeEnd end)
    {
        Assert.InRange(lab.Ping(5), 1, 5);
        var before = (await lab.Node.InstalledAsync()).Select(child => child.InboundSpi).ToArray();
        var sending = SendAsync(lab);
        var pinging = Task.Run(() => lab.Ping(Echoes));
        var name = IkeNetwork.AtHomeAgent(IkeNetwork.First).Name;
        await end.Session.RekeyAsync(name, "signalling", default);
        await end.Session.RekeyAsync(name, "payload", default);
        await end.Session.RekeyAsync(name, null, default);
        await sending;
        var answered = await pinging;
        var after = await lab.Node.InstalledAsync();
        Assert.Equal(["payload", "signalling"], after.Select(child => child.Name).Order());
        Assert.DoesNotContain(after, child => before.Contains(child.InboundSpi));
        Assert.All(after, child => Assert.Contains(lab.Agent.States(), state => state.Spi == child.OutboundSpi && state.Accepted > 0));
        return answered;
    }

    private static async Task SendAsync(IkeLab lab)
    {
        for (ushort sequence = 1; sequence <= Updates; sequence++)
        {
            lab.AtNode.SendBindingUpdate(IkeNetwork.FirstHomeAddress, IkeNetwork.HomeAgentAddress, sequence);
            await Task.Delay(50);
        }
    }
}
