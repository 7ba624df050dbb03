// Package measure says what the offers did: who saw them and who accepted, what
// they brought in net of refunds, what it did to conversion, what is regretted
// afterwards, and how much of all that is still to come.
//
// It folds the stories of a period into a [Report]. It knows nothing of HTTP, of
// terminals or of how offers are chosen, and it learns nothing: a report is of
// the log and of what was reported, and no belief enters it. It reads no clock;
// the time of the log's last event is the present.
//
// It always holds that:
//   - every figure belongs to the decisions of the period, whenever what became of
//     them was reported, so a rate has its numerator and its denominator from the
//     same decisions;
//   - money is net of refunds, or its name says that it is not;
//   - what cannot be said is null: no rate is NaN, and no interval is given where
//     there is too little to give one;
//   - the same log gives the same report, in whatever order feedback arrived.
//
// The memory it needs grows with the customers of the period and with the rows of
// the report, and not with the number of decisions.
package measure
