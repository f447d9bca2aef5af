using DsMip.Lab.Walk;

namespace DsMip.Lab.Report;

/// <summary>One line for each event, for logs.</summary>
internal sealed class PlainView : IWalkView
{
    public void Doing(string what) => Console.WriteLine(what);

    public void Moved(MoveResult move)
    {
        if (move.Ended > 0 || move.Failure is not null)
        {
            var cells = MoveRow.Of(move);
            Console.WriteLine("  " + string.Join(", ", MoveRow.Columns.Zip(cells).Skip(3).Select(c => $"{c.First} {c.Second}").Prepend(cells[0])));
        }
    }
}
