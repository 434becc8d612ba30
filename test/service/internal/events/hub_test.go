package events

import "testing"

func TestHub(t *testing.T) {
	h := NewHub[string, int]()
	first, stopFirst := h.Subscribe("a")
	second, stopSecond := h.Subscribe("a")
	other, stopOther := h.Subscribe("b")

	h.Publish("a", 1)
	h.Publish("a", 2) // nobody has read 1, so nobody gets 2
	if v := <-first; v != 1 {
		t.Errorf("first got %d, want 1", v)
	}
	stopFirst()
	h.Publish("a", 3)
	if v := <-second; v != 1 {
		t.Errorf("second got %d, want 1", v)
	}
	for name, ch := range map[string]<-chan int{"first": first, "second": second, "other": other} {
		select {
		case v := <-ch:
			t.Errorf("%s got %d as well", name, v)
		default:
		}
	}
	stopSecond()
	stopOther()
	if len(h.subs) != 0 {
		t.Errorf("subscriptions left: %v", h.subs)
	}
}
