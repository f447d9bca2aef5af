namespace DsMip.Ike.Vici;

/// <summary>charon cannot be reached, or did not do what it was asked. One line; it names the remedy where there is one.</summary>
public sealed class ViciException : Exception
{
    public ViciException(string message)
        : base(message)
    {
    }

    public ViciException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public ViciException()
    {
    }
}
