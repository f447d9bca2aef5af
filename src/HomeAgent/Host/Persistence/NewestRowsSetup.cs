using Akka.Actor.Setup;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Tells <see cref="NewestRowJournal"/>, which the actor system makes, where rows come from.</summary>
internal sealed class NewestRowsSetup(INewestRows rows) : Setup
{
    public INewestRows Rows { get; } = rows;
}
