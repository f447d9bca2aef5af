using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Names;

/// <summary>The DNS Update option of Binding Updates (RFC 5026 6): in all of them until one is answered, since the home agent asks a server each time.</summary>
/// <param name="settings">Null: nobody wants a name.</param>
public sealed class NameRegistration(NameSettings? settings)
{
    private bool _isSettled;

    public bool IsAsked => settings is not null && !_isSettled;

    public BindingUpdate Ask(BindingUpdate registration) => IsAsked ? With(registration, remove: false) : registration;

    /// <summary>The last one.</summary>
    public BindingUpdate AskRemoval(BindingUpdate deregistration) => settings is { RemoveAtEnd: true } ? With(deregistration, remove: true) : deregistration;

    /// <summary>The home agent has accepted a Binding Update with the option.</summary>
    /// <param name="answer">Null: it does not know it.</param>
    public void Answered(DnsUpdateOption? answer, List<Command> commands)
    {
        if (!IsAsked) return;
        // What went wrong this time may go well with the next Binding Update; what is not allowed stays so.
        _isSettled = answer is not { Status: DnsUpdateStatus.ReasonUnspecified or DnsUpdateStatus.UpdateFailed };
        commands.Add(new NameAnswered(settings!.Name, answer?.Status));
    }

    private BindingUpdate With(BindingUpdate update, bool remove) =>
        update with { Options = update.Options.With(DnsUpdateOption.Of(DnsUpdateStatus.Performed, remove, settings!.Name)) };
}
