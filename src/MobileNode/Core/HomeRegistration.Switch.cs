using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>Receiving Home Agent Switch messages (RFC 5142 6): the binding here is deleted, which is the answer.</summary>
public sealed partial class HomeRegistration
{
    /// <summary>Deregistrations without an answer, after which the home agent is left all the same.</summary>
    public const int FarewellTries = 3;

    private bool _isTold, _isLeaving, _hasLeft;

    /// <summary>A message that came under the SA with the home agent and with a type 2 routing header for the home address.</summary>
    /// <returns>Nothing new: nothing is bound, or it is a repetition.</returns>
    public IReadOnlyList<Command> SwitchReceived(HomeAgentSwitch message)
    {
        var isBound = _target is { AtHome: false } && (_list.Entry is not null || _list.HasOutstanding);
        if (!isBound || _isTold || _hasLeft) return Finish();
        _isTold = true;
        var left = message.Options.Find<BindingRefreshAdviceOption>()?.Interval.ToTimeSpan() ?? TimeSpan.Zero;
        _commands.Add(new TurnToHomeAgent(message.HomeAgents, left));
        return Finish();
    }

    /// <summary>
    /// The search that <see cref="TurnToHomeAgent"/> asks for is over: the binding is deleted (RFC 5142 6.1), with retransmissions (RFC 6275 11.8).
    /// <see cref="HomeAgentLeft"/> tells when that is done.
    /// </summary>
    /// <param name="forGood">False: there is no other home agent. This one is asked for a new binding then.</param>
    public IReadOnlyList<Command> Leave(bool forGood, DateTimeOffset now)
    {
        (_isTold, _isLeaving, _deregistersFirst) = (false, forGood, true);
        _retransmission.Clear();
        _list.ForgetOutstanding();
        if (_target is { AtHome: false }) Send(now);
        else if (forGood) Left();
        return Finish();
    }

    private void Left()
    {
        _hasLeft = true;
        _list.Remove();
        _list.ForgetOutstanding();
        _sendAt = null;
        _payload.Clear(_commands);
        _commands.Add(new HomeAgentLeft());
    }
}
