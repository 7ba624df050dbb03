// Package httpapi is the HTTP face of Proffer: routes, JSON, scopes and
// statuses around a [Service] that does the deciding and the learning.
//
// It refuses to know anything that would be true without HTTP: what an offer
// is worth, when a guardrail withholds, how an event is stored.
//
// What always holds:
//   - Every route stands in one table with the scope it asks for; a route
//     without a scope is forbidden to all.
//   - A rank request is answered 200 whatever happens to learning, guardrails
//     or the disk: at worst without offers and with the reason FALLBACK.
//   - Input is read strictly: unknown fields, duplicate keys, numbers that are
//     none and whatever follows the value are refused, and the answer names
//     every bad field.
//   - An error that the table of errors does not know is a 500 that says
//     nothing; the log has the rest.
//   - Nothing about a customer is logged but under the level debug.
package httpapi
